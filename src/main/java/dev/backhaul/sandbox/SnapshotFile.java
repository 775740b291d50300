package dev.backhaul.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox's state as one JSON file: the platform's records and the ledger. Limits start anew.
 *
 * @param root the whole file
 */
record SnapshotFile(ObjectNode root) {
  static final ObjectMapper JSON = new ObjectMapper();

  static SnapshotFile of(Platform platform, Ledger ledger) {
    ObjectNode root = JSON.createObjectNode();
    root.put("platform", platform.name());
    root.set("ledger", ledger(ledger, 0));
    root.set("state", platform.snapshot());
    return new SnapshotFile(root);
  }

  static SnapshotFile read(Path file) throws IOException {
    JsonNode tree = JSON.readTree(file.toFile());
    if (tree instanceof ObjectNode root && root.has("platform") && root.has("state")) {
      return new SnapshotFile(root);
    }
    throw new IOException(
        file + ": not a sandbox's state file (expected an object with platform and state)");
  }

  static void write(Path file, SnapshotFile snapshot) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.write(draft, JSON.writeValueAsBytes(snapshot.root()));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void into(Platform platform, Ledger ledger) {
    String found = root.path("platform").asText();
    if (!found.equals(platform.name())) {
      throw new IllegalArgumentException(
          "state file: holds a " + found + " sandbox, expected " + platform.name());
    }
    JsonNode old = root.path("ledger");
    ledger.restore(
        stream(old.path("calls")).map(SnapshotFile::call).toList(),
        stream(old.path("mails")).map(SnapshotFile::mail).toList(),
        stream(old.path("writes")).map(SnapshotFile::write).toList());
    platform.restore(root.path("state"));
  }

  /** The ledger's entries after {@code since}, and the counts of refused calls, as JSON. */
  static ObjectNode ledger(Ledger ledger, long since) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode throttled = json.putObject("throttled");
    ObjectNode accepted = json.putObject("accepted");
    for (Caller caller : Caller.values()) {
      throttled.put(caller.name(), ledger.throttled(caller));
      accepted.put(caller.name(), ledger.accepted(caller));
    }
    var calls = json.putArray("calls");
    ledger.calls().stream()
        .filter(call -> call.seq() > since)
        .forEach(
            call -> {
              ObjectNode row = entry(calls.addObject(), call.seq(), call.at());
              row.put("caller", call.caller().name()).put("method", call.method());
              row.put("path", call.path()).put("status", call.status());
              row.put("fault", call.fault());
            });
    var mails = json.putArray("mails");
    ledger.mails().stream()
        .filter(mail -> mail.seq() > since)
        .forEach(
            mail -> {
              ObjectNode row = entry(mails.addObject(), mail.seq(), mail.at());
              row.put("object", mail.object()).put("id", mail.id()).put("cause", mail.cause());
              row.set("recipients", JSON.valueToTree(mail.recipients()));
            });
    var writes = json.putArray("writes");
    ledger.writes().stream()
        .filter(write -> write.seq() > since)
        .forEach(
            write -> {
              ObjectNode row = entry(writes.addObject(), write.seq(), write.at());
              row.put("caller", write.caller().name()).put("call", write.call());
              row.put("object", write.object()).put("id", write.id()).put("kind", write.kind());
              row.set("fields", JSON.valueToTree(write.fields()));
            });
    return json;
  }

  private static ObjectNode entry(ObjectNode row, long seq, Instant at) {
    return row.put("seq", seq).put("at", at.toString());
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false);
  }

  private static Ledger.Call call(JsonNode row) {
    @Nullable String fault = row.hasNonNull("fault") ? row.path("fault").asText() : null;
    return new Ledger.Call(
        row.path("seq").asLong(),
        Instant.parse(row.path("at").asText()),
        Caller.valueOf(row.path("caller").asText()),
        row.path("method").asText(),
        row.path("path").asText(),
        row.path("status").asInt(),
        fault);
  }

  private static Ledger.Mail mail(JsonNode row) {
    return new Ledger.Mail(
        row.path("seq").asLong(),
        Instant.parse(row.path("at").asText()),
        row.path("object").asText(),
        row.path("id").asText(),
        row.path("cause").asText(),
        strings(row.path("recipients")));
  }

  private static Ledger.Write write(JsonNode row) {
    return new Ledger.Write(
        row.path("seq").asLong(),
        Instant.parse(row.path("at").asText()),
        Caller.valueOf(row.path("caller").asText()),
        row.path("call").asLong(),
        row.path("object").asText(),
        row.path("id").asText(),
        row.path("kind").asText(),
        new TreeSet<>(strings(row.path("fields"))));
  }

  private static List<String> strings(JsonNode array) {
    return JSON.convertValue(array, new TypeReference<List<String>>() {});
  }
}
