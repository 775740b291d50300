package dev.backhaul.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.platform.HistoryEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one field's history proves: the value as loaded (T0), the value that may come home, and why.
 *
 * @param state what happened to the field since it was loaded
 * @param loaded T0; a missing node where the migration never set the field
 * @param value what came after, by the last writer that counts; equals {@code loaded} when unedited
 * @param overwritten for {@link State#OVERWRITTEN}: the last value before the migration wrote over
 *     it
 * @param writer the class of the last writer
 * @param at when the last writer wrote; null when there is no history
 */
public record FieldEvidence(
    State state,
    JsonNode loaded,
    JsonNode value,
    @Nullable JsonNode overwritten,
    WriterClass writer,
    @Nullable Instant at) {

  /** What happened to a field since the load. */
  public enum State {
    /** Only the migration ever wrote it: its values never come home. */
    UNEDITED,
    /** People, integrations or automations wrote it last. */
    EDITED,
    /** Nobody can say who wrote it last. */
    UNKNOWN_WRITER,
    /** The migration wrote over an edit. */
    OVERWRITTEN
  }

  /**
   * Reads one field's history.
   *
   * @param events the values the field took on, oldest first
   * @param classOf classes the writer of an event
   */
  public static FieldEvidence of(
      List<HistoryEvent> events, Function<HistoryEvent, WriterClass> classOf) {
    JsonNode loaded = MissingNode.getInstance();
    HistoryEvent lastOther = null;
    WriterClass lastOtherClass = WriterClass.UNKNOWN;
    HistoryEvent last = null;
    WriterClass lastClass = WriterClass.MIGRATION;
    for (HistoryEvent event : events) {
      WriterClass writer = classOf.apply(event);
      if (writer != WriterClass.MIGRATION) {
        if (lastOther == null && loaded.isMissingNode() && event.from() != null) {
          // Nothing tells the load itself, but what stood there before the first edit.
          loaded = event.from();
        }
        lastOther = event;
        lastOtherClass = writer;
      } else if (lastOther == null) {
        loaded = event.value();
      }
      last = event;
      lastClass = writer;
    }
    if (lastOther == null || last == null) {
      return new FieldEvidence(
          State.UNEDITED,
          loaded,
          loaded,
          null,
          WriterClass.MIGRATION,
          last == null ? null : last.at());
    }
    if (lastOtherClass == WriterClass.UNKNOWN) {
      return new FieldEvidence(
          State.UNKNOWN_WRITER,
          loaded,
          lastOther.value(),
          null,
          WriterClass.UNKNOWN,
          lastOther.at());
    }
    if (lastClass == WriterClass.MIGRATION && !last.value().equals(lastOther.value())) {
      return new FieldEvidence(
          State.OVERWRITTEN, loaded, last.value(), lastOther.value(), lastClass, last.at());
    }
    return new FieldEvidence(
        State.EDITED, loaded, lastOther.value(), null, lastOtherClass, lastOther.at());
  }

  ObjectNode toJson() {
    ObjectNode out = Json.object();
    out.put("state", state.name());
    if (!loaded.isMissingNode()) {
      out.set("loaded", loaded);
    }
    if (!value.isMissingNode()) {
      out.set("value", value);
    }
    if (overwritten != null) {
      out.set("overwritten", overwritten);
    }
    out.put("writer", writer.name());
    if (at != null) {
      out.put("at", at.toEpochMilli());
    }
    return out;
  }

  static FieldEvidence fromJson(JsonNode node) {
    return new FieldEvidence(
        State.valueOf(node.path("state").asText()),
        node.path("loaded"),
        node.path("value"),
        node.get("overwritten"),
        WriterClass.valueOf(node.path("writer").asText()),
        node.has("at") ? Instant.ofEpochMilli(node.path("at").asLong()) : null);
  }
}
