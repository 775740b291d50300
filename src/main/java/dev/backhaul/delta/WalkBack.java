package dev.backhaul.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.HistoryEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rebuilds a record as it was at an instant from its present state and its field history. */
final class WalkBack {
  private WalkBack() {}

  /**
   * @param fields the record now
   * @param events its history, top-level fields only
   * @return the record as it was, or empty if a field moved after {@code at} and its history does
   *     not reach back that far, or if there is no history at all
   */
  static Optional<ObjectNode> to(Instant at, ObjectNode fields, List<HistoryEvent> events) {
    if (events.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode back = fields.deepCopy();
    Map<String, JsonNode> before = new HashMap<>();
    events.stream()
        .sorted(Comparator.comparing(HistoryEvent::at))
        .filter(event -> !event.at().isAfter(at))
        .forEach(event -> before.put(event.field(), event.value()));
    for (HistoryEvent event : events) {
      if (!event.at().isAfter(at)) {
        continue;
      }
      JsonNode was = before.get(event.field());
      if (was == null) {
        return Optional.empty();
      }
      back.set(event.field(), was);
    }
    return Optional.of(back);
  }
}
