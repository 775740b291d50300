package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Putting one field, with the rules that hold for every lens: blanks empty, PutGet is checked. */
final class Puts {
  private Puts() {}

  static Put put(Field field, JsonNode view, JsonNode original, References refs) {
    return checked(
        field,
        view,
        refs,
        emptied(field, view, refs) ? Put.ok(blank(field)) : field.lens().put(view, original, refs));
  }

  static Put create(Field field, JsonNode view, References refs) {
    return checked(field, view, refs, field.lens().create(view, refs));
  }

  /** An emptied field empties its source leaves, if that is what an empty source means. */
  private static boolean emptied(Field field, JsonNode view, References refs) {
    // A set may hold members that the mapping does not carry: they stay.
    return Same.blank(view)
        && !(field.lens() instanceof SetLens)
        && field.lens().holds(view, blank(field), refs);
  }

  private static JsonNode blank(Field field) {
    if (field.from().size() == 1) {
      return Same.ABSENT;
    }
    ArrayNode none = JsonNodeFactory.instance.arrayNode();
    field.from().forEach(path -> none.add(Same.ABSENT));
    return none;
  }

  private static Put checked(Field field, JsonNode view, References refs, Put put) {
    return put instanceof Put.Ok ok && !field.lens().holds(view, ok.value(), refs)
        ? Put.stop(
            Code.VIEW_NOT_REPRESENTABLE,
            "correct the value in the target; no source value gives it")
        : put;
  }

  /** The options that obey PutGet, as patches. */
  static List<Choice> choices(Field field, Put.Stop stop, JsonNode view, References refs) {
    List<Choice> out = new ArrayList<>();
    for (Put.Option option : stop.options()) {
      if (field.lens().holds(view, option.value(), refs)) {
        out.add(choice(option.name(), field, option.value()));
      }
    }
    return out;
  }

  static Choice choice(String name, Field field, JsonNode value) {
    Map<String, JsonNode> set = new LinkedHashMap<>();
    List<String> clear = new ArrayList<>();
    for (int i = 0; i < field.from().size(); i++) {
      JsonNode part = field.part(value, i);
      String path = field.from().get(i).text();
      if (Same.nothing(part)) {
        clear.add(path);
      } else {
        set.put(path, part);
      }
    }
    return new Choice(name, set, clear, null);
  }
}
