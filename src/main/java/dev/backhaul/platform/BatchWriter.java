package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.WriteOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends many writes in one call that answers for each. Rows are joined by the write's key where the
 * platform echoes it, else by the record's id; a write that no row names, that two rows contradict,
 * or whose row names another record is unknown, never ok.
 */
final class BatchWriter {
  private final Sender sender;
  private final Classifier classifier;

  BatchWriter(Sender sender, Classifier classifier) {
    this.sender = sender;
    this.classifier = classifier;
  }

  /**
   * One result per write, in order.
   *
   * @param rows the variables of each write, in the same order
   */
  List<WriteResult> send(
      WriteOperation.Batch batch, String property, List<Write> writes, List<ObjectNode> rows) {
    ObjectNode variables = Json.object().put("property", property);
    ArrayNode shaped = variables.putArray("rows");
    rows.forEach(row -> shaped.add(batch.row().first(row)));
    JsonNode answer = sender.write(Operation.WRITE, batch.request(), variables);
    Map<String, WriteResult> results = new HashMap<>();
    for (JsonNode row : rows(batch.results(), answer)) {
      Write write = owner(row, writes);
      if (write != null) {
        results.merge(write.key(), done(write, row), BatchWriter::contradiction);
      }
    }
    for (JsonNode row : rows(batch.errors(), answer)) {
      Write write = owner(row, writes);
      if (write != null) {
        WriteResult failed =
            new WriteResult(
                write.key(), WriteResult.Status.FAILED, write.nativeId(), classifier.row(row));
        results.merge(write.key(), failed, BatchWriter::contradiction);
      }
    }
    List<WriteResult> out = new ArrayList<>();
    for (Write write : writes) {
      out.add(results.getOrDefault(write.key(), unknown(write)));
    }
    return out;
  }

  private static List<JsonNode> rows(@Nullable Jq jq, JsonNode answer) {
    return jq == null || answer.isMissingNode() ? List.of() : jq.list(answer);
  }

  private static @Nullable Write owner(JsonNode row, List<Write> writes) {
    String key = row.path("key").asText("");
    String id = row.path("id").asText("");
    for (Write write : writes) {
      boolean mine =
          key.isEmpty() ? !id.isEmpty() && id.equals(write.nativeId()) : key.equals(write.key());
      if (mine) {
        return write;
      }
    }
    return null;
  }

  private static WriteResult done(Write write, JsonNode row) {
    String id = row.path("id").asText("");
    boolean makes = write.kind() == Write.Kind.CREATE || write.kind() == Write.Kind.APPEND;
    if (id.isEmpty() || !makes && !id.equals(write.nativeId())) {
      return unknown(write);
    }
    boolean made = makes && row.path("made").asBoolean(true);
    return new WriteResult(
        write.key(), made ? WriteResult.Status.CREATED : WriteResult.Status.UPDATED, id, null);
  }

  private static WriteResult contradiction(WriteResult one, WriteResult other) {
    return new WriteResult(one.key(), WriteResult.Status.UNKNOWN, null, null);
  }

  private static WriteResult unknown(Write write) {
    boolean makes = write.kind() == Write.Kind.CREATE || write.kind() == Write.Kind.APPEND;
    return new WriteResult(
        write.key(), WriteResult.Status.UNKNOWN, makes ? null : write.nativeId(), null);
  }
}
