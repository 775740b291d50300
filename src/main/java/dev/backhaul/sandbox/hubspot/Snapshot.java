package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The account as one JSON value and back. Writers are kept once, in a table. */
final class Snapshot {
  private final Map<SourceTag, Integer> numbers = new LinkedHashMap<>();
  private final List<SourceTag> tags = new ArrayList<>();

  private Snapshot() {}

  static ObjectNode of(HubSpotState state) {
    return new Snapshot().write(state);
  }

  /** Takes a snapshot into an empty state. */
  static void into(JsonNode json, HubSpotState state) {
    new Snapshot().read(json, state);
  }

  private ObjectNode write(HubSpotState state) {
    ObjectNode json = Wire.object();
    for (ObjectType type : ObjectType.values()) {
      ObjectNode one = json.putObject(type.plural());
      ArrayNode properties = one.putArray("properties");
      state.schema().all(type).forEach(property -> properties.add(property.json()));
      ArrayNode records = one.putArray("records");
      state.records().all(type).forEach(record -> records.add(record(record)));
      ObjectNode merged = one.putObject("merged");
      state.records().merged(type).forEach((from, to) -> merged.put(from.toString(), to));
      one.putArray("pipelines").addAll(state.directory().pipelines(type));
    }
    links(state, json.putArray("links"));
    ArrayNode threads = json.putArray("threads");
    for (Conversations.Conversation thread : state.conversations().all()) {
      ObjectNode row = threads.addObject();
      row.set("thread", thread.json());
      row.putArray("messages").addAll(thread.messages());
    }
    Directory directory = state.directory();
    json.putArray("owners").addAll(directory.owners.values());
    json.putArray("flows").addAll(directory.flows.values());
    ArrayNode files = json.putArray("files");
    for (Directory.StoredFile file : directory.files.values()) {
      files.addObject().put("id", file.id()).put("name", file.name()).put("bytes", file.bytes());
    }
    ObjectNode tokens = json.putObject("tokens");
    directory.tokens.forEach((token, app) -> tokens.set(token, Call.JSON.valueToTree(app)));
    json.set("tags", Call.JSON.valueToTree(tags));
    return json;
  }

  private ObjectNode record(CrmRecord record) {
    ObjectNode json = Wire.object().put("id", record.id());
    json.put("at", record.createdAt().toEpochMilli()).put("by", number(record.creator()));
    json.put("updated", record.updatedAt().toEpochMilli()).put("writer", number(record.writer()));
    Instant archivedAt = record.archivedAt();
    if (archivedAt != null) {
      json.put("archived", archivedAt.toEpochMilli());
    }
    ObjectNode history = json.putObject("history");
    record.forEach(
        (name, revision) ->
            history
                .withArray("/" + name)
                .addArray()
                .add(revision.value())
                .add(revision.at().toEpochMilli())
                .add(number(revision.source())));
    return json;
  }

  private static void links(HubSpotState state, ArrayNode links) {
    for (Associations.End end : state.associations().ends()) {
      for (ObjectType to : ObjectType.values()) {
        if (end.type().compareTo(to) <= 0) {
          state
              .associations()
              .of(end, to)
              .forEach(
                  (id, types) ->
                      types.forEach(
                          type ->
                              links
                                  .addArray()
                                  .add(end.type().name())
                                  .add(end.id())
                                  .add(to.name())
                                  .add(id)
                                  .add(type)));
        }
      }
    }
  }

  private int number(SourceTag tag) {
    Integer known = numbers.get(tag);
    if (known != null) {
      return known;
    }
    tags.add(tag);
    numbers.put(tag, tags.size() - 1);
    return tags.size() - 1;
  }

  private void read(JsonNode json, HubSpotState state) {
    json.path("tags").forEach(tag -> tags.add(Call.JSON.convertValue(tag, SourceTag.class)));
    Directory directory = state.directory();
    for (ObjectType type : ObjectType.values()) {
      JsonNode one = json.path(type.plural());
      one.path("properties").forEach(each -> state.schema().add(type, (ObjectNode) each));
      one.path("records").forEach(each -> record(state.records(), type, each));
      // The living come last: what an archived record held may be another's by now.
      state.records().all(type).stream()
          .sorted(Comparator.comparing(record -> !record.archived()))
          .forEach(state.records()::index);
      one.path("merged")
          .properties()
          .forEach(
              each ->
                  state
                      .records()
                      .merged(type, Long.parseLong(each.getKey()), each.getValue().asLong()));
      directory.pipelines(type).clear();
      one.path("pipelines").forEach(each -> directory.pipelines(type).add((ObjectNode) each));
    }
    for (JsonNode link : json.path("links")) {
      ObjectType from = ObjectType.valueOf(link.path(0).asText());
      ObjectType to = ObjectType.valueOf(link.path(2).asText());
      state
          .associations()
          .add(
              new Associations.End(from, link.path(1).asLong()),
              new Associations.End(to, link.path(3).asLong()),
              link.path(4).asInt());
    }
    for (JsonNode row : json.path("threads")) {
      List<ObjectNode> messages = new ArrayList<>();
      row.path("messages").forEach(each -> messages.add((ObjectNode) each));
      state.conversations().restore((ObjectNode) row.path("thread"), messages);
    }
    json.path("owners").forEach(each -> state.addOwner((ObjectNode) each));
    json.path("flows").forEach(each -> state.addFlow((ObjectNode) each));
    json.path("files").forEach(each -> file(directory, each));
    json.path("tokens")
        .properties()
        .forEach(
            each ->
                directory.tokens.put(
                    each.getKey(), Call.JSON.convertValue(each.getValue(), Directory.Token.class)));
  }

  private void record(Records records, ObjectType type, JsonNode json) {
    SourceTag creator = tags.get(json.path("by").asInt());
    CrmRecord record = records.create(type, json.path("id").asLong(), time(json, "at"), creator);
    for (Map.Entry<String, JsonNode> entry : json.path("history").properties()) {
      for (JsonNode row : entry.getValue()) {
        Instant at = Instant.ofEpochMilli(row.path(1).asLong());
        record.put(entry.getKey(), row.path(0).asText(), at, tags.get(row.path(2).asInt()));
      }
    }
    record.touch(time(json, "updated"), tags.get(json.path("writer").asInt()));
    if (json.has("archived")) {
      record.archive(time(json, "archived"), tags.get(json.path("writer").asInt()));
    }
  }

  private static void file(Directory directory, JsonNode json) {
    try {
      String id = json.path("id").asText();
      byte[] bytes = json.path("bytes").binaryValue();
      directory.files.put(
          id,
          new Directory.StoredFile(
              id, json.path("name").asText(), bytes == null ? new byte[0] : bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("snapshot: a file's bytes are not base64", e);
    }
  }

  private static Instant time(JsonNode json, String name) {
    @Nullable JsonNode millis = json.get(name);
    if (millis == null) {
      throw new IllegalArgumentException("snapshot: a record lacks '" + name + "'");
    }
    return Instant.ofEpochMilli(millis.asLong());
  }
}
