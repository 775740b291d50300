package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of child objects, matched by key and mapped field by field. Children that the target
 * gained go to the end; what happens to those it lost is a rule.
 *
 * @param key the copied child field that holds the key
 * @param ordered the order of children is part of the view
 */
record EachLens(Field key, List<Field> children, boolean ordered, Gone gone) implements Lens {
  /** What a child means that is in the source and no longer in the target. */
  enum Gone {
    QUESTION,
    DELETE,
    KEEP
  }

  @Override
  public JsonNode get(JsonNode source, References refs) {
    if (!source.isArray()) {
      return Same.ABSENT;
    }
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    source.forEach(child -> out.add(image(child, refs)));
    return out;
  }

  private ObjectNode image(JsonNode child, References refs) {
    ObjectNode out = Json.object();
    for (Field field : children) {
      JsonNode value = field.get(child, refs);
      if (!value.isMissingNode()) {
        field.to().write(out, value);
      }
    }
    return out;
  }

  private static String text(JsonNode key) {
    return key.isValueNode() ? key.asText() : "";
  }

  /** Children by key; empty if a child has no key, or two have the same. */
  private static Map<String, JsonNode> byKey(JsonNode list, Path key) {
    Map<String, JsonNode> out = new LinkedHashMap<>();
    for (JsonNode child : list) {
      String text = text(key.read(child));
      if (text.isEmpty() || out.put(text, child) != null) {
        return Map.of();
      }
    }
    return out;
  }

  @Override
  public boolean same(JsonNode a, JsonNode b) {
    if (!a.isArray() || !b.isArray()) {
      return Same.views(a, b);
    }
    return a.size() == b.size() && within(a, b) && (!ordered || keys(a).equals(keys(b)));
  }

  private List<String> keys(JsonNode views) {
    List<String> out = new ArrayList<>();
    views.forEach(view -> out.add(text(key.to().read(view))));
    return out;
  }

  /** True if each child of {@code b} has its equal in {@code a}. */
  private boolean within(JsonNode a, JsonNode b) {
    Map<String, JsonNode> left = byKey(a, key.to());
    Map<String, JsonNode> right = byKey(b, key.to());
    if (left.size() != a.size() || right.size() != b.size()) {
      return Same.views(a, b);
    }
    for (Map.Entry<String, JsonNode> entry : right.entrySet()) {
      JsonNode other = left.get(entry.getKey());
      if (other == null
          || !children.stream().allMatch(f -> sameChild(f, other, entry.getValue()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameChild(Field field, JsonNode a, JsonNode b) {
    return field.same(field.to().read(a), field.to().read(b));
  }

  @Override
  public boolean holds(JsonNode view, JsonNode source, References refs) {
    JsonNode now = get(source, refs);
    boolean kept = gone == Gone.KEEP && now.isArray() && (view.isArray() || Same.blank(view));
    return kept ? within(now, view) : same(now, view);
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    if (!view.isArray()) {
      return Put.stop(Code.TYPE_MISMATCH, "correct the list in the target");
    }
    Map<String, JsonNode> olds = byKey(original, key.from().get(0));
    Map<String, JsonNode> views = byKey(view, key.to());
    if (views.size() != view.size() || (original.isArray() && olds.size() != original.size())) {
      return Put.stop(Code.DUPLICATE_KEY, "give every child its own key");
    }
    List<String> lost = olds.keySet().stream().filter(k -> !views.containsKey(k)).toList();
    if (lost.isEmpty() || gone != Gone.QUESTION) {
      return put(views, olds, gone != Gone.DELETE, refs);
    }
    List<Put.Option> options = new ArrayList<>();
    if (put(views, olds, false, refs) instanceof Put.Ok ok) {
      options.add(new Put.Option("delete", ok.value()));
    }
    return new Put.Stop(
        Code.UNMATCHED_CHILD, options, "add `back: {gone: delete}` or `back: {gone: keep}`");
  }

  private Put put(
      Map<String, JsonNode> views, Map<String, JsonNode> olds, boolean keep, References refs) {
    Map<String, JsonNode> out = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> old : olds.entrySet()) {
      JsonNode view = views.get(old.getKey());
      if (view == null) {
        if (keep) {
          out.put(old.getKey(), old.getValue());
        }
        continue;
      }
      Put put = child(view, old.getValue(), refs);
      if (!(put instanceof Put.Ok ok)) {
        return put;
      }
      out.put(old.getKey(), ok.value());
    }
    for (Map.Entry<String, JsonNode> view : views.entrySet()) {
      if (!olds.containsKey(view.getKey())) {
        Put put = child(view.getValue(), Same.ABSENT, refs);
        if (!(put instanceof Put.Ok ok)) {
          return put;
        }
        out.put(view.getKey(), ok.value());
      }
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    if (ordered) {
      views.keySet().forEach(k -> list.add(out.remove(k)));
    }
    out.values().forEach(list::add);
    return Put.ok(list);
  }

  private Put child(JsonNode view, JsonNode old, References refs) {
    ObjectNode out = old instanceof ObjectNode object ? object.deepCopy() : Json.object();
    for (Field field : children) {
      JsonNode now = field.to().read(view);
      boolean blank = old.isMissingNode() && Same.blank(now);
      if (field.derived() || blank || field.holds(now, old, refs)) {
        continue;
      }
      Put put =
          old.isMissingNode()
              ? Puts.create(field, now, refs)
              : Puts.put(field, now, field.input(old), refs);
      if (!(put instanceof Put.Ok ok)) {
        return new Put.Stop(((Put.Stop) put).code(), List.of(), ((Put.Stop) put).rule());
      }
      field.output(out, ok.value());
    }
    return Put.ok(out);
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return put(view, Same.ABSENT, refs);
  }

  /** What a put changed, leaf by leaf; a new or lost child is one leaf. */
  Map<Path, Merge.Change> leaves(Path list, JsonNode last, JsonNode put) {
    Path id = key.from().get(0);
    Map<String, JsonNode> before = byKey(last, id);
    Map<String, JsonNode> after = byKey(put, id);
    Map<Path, Merge.Change> out = new LinkedHashMap<>();
    if (before.size() != last.size() || after.size() != put.size()) {
      out.put(list, new Merge.Change(last, put));
      return out;
    }
    if (ordered && !List.copyOf(before.keySet()).equals(List.copyOf(after.keySet()))) {
      out.put(list, new Merge.Change(last, put));
      return out;
    }
    Map<String, JsonNode> all = new LinkedHashMap<>(before);
    all.putAll(after);
    for (String text : all.keySet()) {
      JsonNode old = before.getOrDefault(text, Same.ABSENT);
      JsonNode now = after.getOrDefault(text, Same.ABSENT);
      Path element = list.element(id.text(), text);
      if (old.isMissingNode() || now.isMissingNode()) {
        out.put(element, new Merge.Change(old, now));
        continue;
      }
      for (Field field : children) {
        for (Path leaf : field.footprint()) {
          out.put(leaf.under(element), new Merge.Change(leaf.read(old), leaf.read(now)));
        }
      }
    }
    return out;
  }

  @Override
  public boolean closed() {
    return false;
  }

  @Override
  public Cells cells() {
    Grade.Cell edit = gone == Gone.QUESTION ? Grade.Cell.RULE : Grade.Cell.EXACT;
    Grade.Cell create = Grade.Cell.EXACT;
    String why = "children by key";
    for (Field field : children) {
      Cells cells = field.lens().cells();
      why = cells.edit().compareTo(edit) > 0 ? field.to() + ": " + cells.why() : why;
      edit = edit.worst(cells.edit());
      create = create.worst(cells.create());
    }
    return Cells.of(Grade.Cell.ORIGINAL, edit, create, why);
  }
}
