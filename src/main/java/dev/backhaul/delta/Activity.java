package dev.backhaul.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one writer did to one record, as far as the platform tells.
 *
 * @param writerClass people, integration, automation, migration, or unknown
 * @param writes how many changes of fields
 * @param first the oldest
 * @param last the newest
 */
public record Activity(WriterClass writerClass, long writes, Instant first, Instant last) {
  /** Whoever the platform does not name. */
  public static final String NOBODY = "unnamed";

  /** A writer in the platform's own words: ids and channels, no names of people. */
  static String label(Writer writer) {
    List<String> parts = new ArrayList<>();
    add(parts, "user ", writer.user());
    add(parts, "app ", writer.app());
    add(parts, "", writer.sourceType());
    add(parts, "import ", writer.importId());
    return parts.isEmpty() ? NOBODY : String.join(", ", parts);
  }

  private static void add(List<String> parts, String what, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      parts.add(what + value);
    }
  }

  /** What a record's history says, by writer. */
  static Map<String, Activity> of(
      Collection<HistoryEvent> events, Function<HistoryEvent, WriterClass> classOf) {
    Map<String, Activity> out = new LinkedHashMap<>();
    for (HistoryEvent event : events) {
      Activity one = new Activity(classOf.apply(event), 1, event.at(), event.at());
      out.merge(label(event.writer()), one, Activity::with);
    }
    return out;
  }

  /** Both together; the class of the later one. */
  Activity with(Activity other) {
    return new Activity(
        other.last.isBefore(last) ? writerClass : other.writerClass,
        writes + other.writes,
        other.first.isBefore(first) ? other.first : first,
        other.last.isAfter(last) ? other.last : last);
  }

  ObjectNode toJson() {
    return Json.object()
        .put("class", writerClass.name())
        .put("writes", writes)
        .put("first", first.toEpochMilli())
        .put("last", last.toEpochMilli());
  }

  static Activity fromJson(JsonNode node) {
    return new Activity(
        WriterClass.valueOf(node.path("class").asText()),
        node.path("writes").asLong(),
        Instant.ofEpochMilli(node.path("first").asLong()),
        Instant.ofEpochMilli(node.path("last").asLong()));
  }
}
