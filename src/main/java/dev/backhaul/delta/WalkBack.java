package dev.backhaul.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.FieldPath;
import dev.backhaul.platform.HistoryEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rebuilds a record as it was at an instant from its present state and its field history. */
final class WalkBack {
  /**
   * Platforms may keep the newest values of a field only. One that tells fewer than this has told
   * them all.
   */
  private static final int FEWEST_KEPT = 20;

  private WalkBack() {}

  /**
   * @param fields the record now
   * @param events its whole history; fields by dotted path
   * @return the record as it was, or empty if a field moved so often after {@code at} that its
   *     history may not reach back that far, or if nothing is told from before {@code at} at all. A
   *     field whose history begins later had no value then.
   */
  static Optional<ObjectNode> to(Instant at, ObjectNode fields, List<HistoryEvent> events) {
    if (events.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode back = fields.deepCopy();
    Map<String, JsonNode> before = new HashMap<>();
    Map<String, Integer> after = new HashMap<>();
    events.stream()
        .sorted(Comparator.comparing(HistoryEvent::at))
        .forEach(
            event -> {
              if (event.at().isAfter(at)) {
                after.merge(event.field(), 1, Integer::sum);
              } else {
                before.put(event.field(), event.value());
              }
            });
    for (Map.Entry<String, Integer> moved : after.entrySet()) {
      JsonNode was = before.get(moved.getKey());
      if (was == null && (before.isEmpty() || moved.getValue() >= FEWEST_KEPT)) {
        return Optional.empty();
      }
      FieldPath.of(moved.getKey()).put(back, was == null ? back.nullNode() : was);
    }
    return Optional.of(back);
  }
}
