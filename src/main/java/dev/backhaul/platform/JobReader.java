package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Jobs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks after background jobs and joins their rows back to the writes: by the row's index, else by
 * position; then confirms, because platforms promise no order. An update's row must name the record
 * it was for; a create is believed when the new record, read back, carries the write's join key.
 * What cannot be confirmed is unknown, never ok.
 */
final class JobReader {
  private static final String PRESENT = "!";

  private final Catalogue catalogue;
  private final Sender sender;
  private final RecordReader reader;
  private final Classifier classifier;

  JobReader(Catalogue catalogue, Sender sender, RecordReader reader, Classifier classifier) {
    this.catalogue = catalogue;
    this.sender = sender;
    this.reader = reader;
    this.classifier = classifier;
  }

  /**
   * The job's id with the positions of writes that needed no sending and the ids of their records:
   * {@code V3-7b42!0=501,5=502}. The journal keeps it whole.
   */
  static String token(String job, Map<Integer, String> present) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(present).forEach((position, id) -> parts.add(position + "=" + id));
    return parts.isEmpty() ? job : job + PRESENT + String.join(",", parts);
  }

  /** Positions of writes whose join key is there already, with the native id of the record. */
  Map<Integer, String> present(String object, List<Write> writes) {
    List<String> keys =
        writes.stream()
            .map(Write::joinKey)
            .flatMap(key -> Optional.ofNullable(key).stream())
            .toList();
    List<Item> found =
        keys.isEmpty()
            ? List.of()
            : reader.read(Operation.WRITE, object, new ReadRequest("joinKey", keys));
    Map<Integer, String> out = new HashMap<>();
    for (int i = 0; i < writes.size(); i++) {
      String key = writes.get(i).joinKey();
      Item item = key == null ? null : RecordReader.byJoinKey(found, key);
      if (item != null) {
        out.put(i, item.id());
      }
    }
    return out;
  }

  WriteAnswer ask(String object, String token, List<Write> writes) {
    Jobs jobs = catalogue.manifest().jobs();
    if (jobs == null) {
      throw catalogue.cannot("job", object);
    }
    int mark = token.indexOf(PRESENT);
    String job = mark < 0 ? token : token.substring(0, mark);
    Map<Integer, String> present = mark < 0 ? Map.of() : positions(token.substring(mark + 1));
    JsonNode answer;
    try {
      ObjectNode variables = Json.object();
      answer = sender.read(Operation.JOB, jobs.request(), variables.put("job", job));
    } catch (PlatformException e) {
      if (e.failure() instanceof Failure.NotFound) {
        // The platform forgot the job: nobody can say any more what became of its rows.
        return WriteAnswer.done(join(writes, present, List.of()));
      }
      throw e;
    }
    if (!jobs.ended().test(answer)) {
      return WriteAnswer.running(token);
    }
    List<Write> sent = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      if (!present.containsKey(i)) {
        sent.add(writes.get(i));
      }
    }
    return WriteAnswer.done(
        join(writes, present, results(object, sent, jobs.results().list(answer))));
  }

  private static Map<Integer, String> positions(String text) {
    Map<Integer, String> out = new HashMap<>();
    for (String part : text.split(",")) {
      int equals = part.indexOf('=');
      out.put(Integer.parseInt(part.substring(0, equals)), part.substring(equals + 1));
    }
    return out;
  }

  /**
   * One result per write in order: present ones unchanged, answered ones as answered, others
   * unknown.
   */
  List<WriteResult> join(
      List<Write> writes, Map<Integer, String> present, List<WriteResult> answered) {
    Map<String, WriteResult> byKey = new HashMap<>();
    answered.forEach(result -> byKey.put(result.key(), result));
    List<WriteResult> out = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      String key = writes.get(i).key();
      String id = present.get(i);
      out.add(
          id != null
              ? new WriteResult(key, WriteResult.Status.UNCHANGED, id, null)
              : byKey.getOrDefault(key, unknown(writes.get(i))));
    }
    return out;
  }

  private List<WriteResult> results(String object, List<Write> sent, List<JsonNode> rows) {
    boolean creates = !sent.isEmpty() && sent.getFirst().kind() == Write.Kind.CREATE;
    List<Item> created = creates ? created(object, rows) : List.of();
    List<WriteResult> out = new ArrayList<>();
    for (int position = 0; position < rows.size(); position++) {
      JsonNode row = rows.get(position);
      int index = row.path("index").isIntegralNumber() ? row.path("index").intValue() : position;
      if (index >= 0 && index < sent.size()) {
        out.add(result(sent.get(index), row, created));
      }
    }
    // A row's place may deceive; a record that carries the join key does not.
    for (Write write : creates ? sent : List.<Write>of()) {
      Item item = write.joinKey() == null ? null : RecordReader.byJoinKey(created, write.joinKey());
      if (item != null
          && out.stream().noneMatch(result -> result.key().equals(write.key()) && ok(result))) {
        out.add(new WriteResult(write.key(), WriteResult.Status.CREATED, item.id(), null));
      }
    }
    return out;
  }

  private static boolean ok(WriteResult result) {
    return result.nativeId() != null && result.status() != WriteResult.Status.FAILED;
  }

  private List<Item> created(String object, List<JsonNode> rows) {
    List<String> ids =
        rows.stream()
            .filter(row -> row.path("ok").asBoolean() && !row.path("id").asText("").isEmpty())
            .map(row -> row.path("id").asText())
            .toList();
    return ids.isEmpty() ? List.of() : reader.read(Operation.JOB, object, ReadRequest.ids(ids));
  }

  private WriteResult result(Write write, JsonNode row, List<Item> created) {
    if (!row.path("ok").asBoolean()) {
      return new WriteResult(
          write.key(), WriteResult.Status.FAILED, write.nativeId(), classifier.row(row));
    }
    String id = row.path("id").asText("");
    if (write.kind() != Write.Kind.CREATE) {
      boolean same = id.isEmpty() || id.equals(write.nativeId());
      return same
          ? new WriteResult(write.key(), WriteResult.Status.UPDATED, write.nativeId(), null)
          : unknown(write);
    }
    Item item = write.joinKey() == null ? null : RecordReader.byJoinKey(created, write.joinKey());
    return item == null
        ? unknown(write)
        : new WriteResult(write.key(), status(row), item.id(), null);
  }

  private static WriteResult.Status status(JsonNode row) {
    boolean updated = row.path("status").asText("").toLowerCase(Locale.ROOT).startsWith("updat");
    return updated ? WriteResult.Status.UPDATED : WriteResult.Status.CREATED;
  }

  private static WriteResult unknown(Write write) {
    @Nullable String id = write.kind() == Write.Kind.CREATE ? null : write.nativeId();
    return new WriteResult(write.key(), WriteResult.Status.UNKNOWN, id, null);
  }
}
