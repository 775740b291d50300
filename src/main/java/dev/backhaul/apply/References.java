package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Symbolic references ({@code contact:123}, a target record) and the source records they stand for.
 */
final class References {
  private static final String REF = "$ref";

  private References() {}

  /** A source record; written {@code ticket:7}. */
  record Source(String object, String id) {
    @Override
    public String toString() {
      return object + ":" + id;
    }
  }

  /** Every target record whose source id this decision needs before it can be sent. */
  static Set<String> of(Decision decision) {
    Set<String> references = new LinkedHashSet<>(decision.needs());
    if (decision.parent() != null) {
      references.add(decision.parent());
    }
    collect(decision.set(), references);
    decision.children().forEach(child -> collect(child, references));
    return references;
  }

  /** The source records of these references; those not there yet are absent. */
  static Map<String, Source> resolve(Handle handle, Collection<String> references) {
    Map<String, Source> found = new HashMap<>();
    for (String reference : references) {
      int colon = reference.indexOf(':');
      handle
          .createQuery(
              "SELECT source_object, source_id FROM id_map WHERE target_object = :object AND target_id = :id")
          .bind("object", reference.substring(0, Math.max(colon, 0)))
          .bind("id", reference.substring(colon + 1))
          .map((row, context) -> new Source(row.getString(1), row.getString(2)))
          .findOne()
          .ifPresent(source -> found.put(reference, source));
    }
    return found;
  }

  /** The value with every reference replaced by the source id it stands for, as text. */
  static JsonNode bound(JsonNode value, Map<String, Source> sources) {
    String symbol = symbol(value);
    if (symbol != null) {
      Source source = sources.get(symbol);
      if (source == null) {
        throw new IllegalStateException("the reference to " + symbol + " has no source record yet");
      }
      return TextNode.valueOf(source.id());
    }
    if (value instanceof ObjectNode object) {
      ObjectNode out = Json.object();
      object
          .properties()
          .forEach(field -> out.set(field.getKey(), bound(field.getValue(), sources)));
      return out;
    }
    if (value instanceof ArrayNode list) {
      ArrayNode out = Json.mapper().createArrayNode();
      list.forEach(element -> out.add(bound(element, sources)));
      return out;
    }
    return value;
  }

  private static void collect(JsonNode value, Set<String> into) {
    String symbol = symbol(value);
    if (symbol != null) {
      into.add(symbol);
    } else {
      value.forEach(element -> collect(element, into));
    }
  }

  private static @org.jspecify.annotations.Nullable String symbol(JsonNode value) {
    JsonNode symbol = value.path(REF);
    return symbol.isTextual() ? symbol.textValue() : null;
  }
}
