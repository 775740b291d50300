package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer to a question. Every choice offered for a value obeys PutGet.
 *
 * @param name short name, shown to people
 * @param set source path to new value
 * @param clear source paths to empty
 * @param share how often this value stood behind the same target value, 0 to 1; null when not
 *     counted
 */
public record Choice(
    String name, Map<String, JsonNode> set, List<String> clear, @Nullable Double share) {
  /** Copies its collections. */
  public Choice {
    set = Map.copyOf(set);
    clear = List.copyOf(clear);
  }
}
