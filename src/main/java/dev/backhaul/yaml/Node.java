package dev.backhaul.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in a YAML file, before anybody has said what type it should have. */
public sealed interface Node {

  /** Where it begins. */
  Place at();

  /**
   * The same as JSON, for values of free form. Only what JSON itself would call a number, a boolean
   * or null becomes one: {@code NO}, {@code 010}, {@code 12:30} and {@code yes} stay text.
   */
  JsonNode json();

  /** What a person would call it: text, a list, a block of keys. Quotes nothing of it. */
  String described();

  /** Whether nothing stands there: an empty value, {@code null} or {@code ~} without quotes. */
  default boolean isNull() {
    return false;
  }

  /**
   * A single value.
   *
   * @param text the characters, unescaped and unfolded, before any typing
   * @param plain whether it was written without quotes and not as a block
   */
  record Scalar(Place at, String text, boolean plain) implements Node {
    @Override
    public JsonNode json() {
      return PlainScalar.json(this);
    }

    @Override
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }

    @Override
    public String described() {
      return isNull() ? "nothing" : "text";
    }
  }

  /** A list. */
  record Sequence(Place at, List<Node> items) implements Node {
    /** Copies its items. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public JsonNode json() {
      ArrayNode out = Json.mapper().createArrayNode();
      items.forEach(item -> out.add(item.json()));
      return out;
    }

    @Override
    public String described() {
      return "a list";
    }
  }

  /** A block of keys, in the order of the file; no key stands twice. */
  record Mapping(Place at, List<Entry> entries) implements Node {
    /** Copies its entries. */
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The value of a key, or null if the key is not there. */
    public @Nullable Node get(String key) {
      for (Entry entry : entries) {
        if (entry.key().text().equals(key)) {
          return entry.value();
        }
      }
      return null;
    }

    @Override
    public JsonNode json() {
      ObjectNode out = Json.object();
      entries.forEach(entry -> out.set(entry.key().text(), entry.value().json()));
      return out;
    }

    @Override
    public String described() {
      return "a block of keys";
    }
  }

  /** One key and its value. */
  record Entry(Scalar key, Node value) {}
}
