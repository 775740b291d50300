package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The source at one moment, copied.
 *
 * @param records by object ({@code user}, {@code organization}, {@code ticket}) and id
 * @param comments by ticket id, oldest first
 * @param identities the addresses of each user, by user id
 * @param rules triggers, automations and webhooks by kind and id
 */
public record Snapshot(
    Map<String, SortedMap<Long, ObjectNode>> records,
    Map<Long, List<ObjectNode>> comments,
    Map<Long, List<ObjectNode>> identities,
    Map<String, SortedMap<String, ObjectNode>> rules) {
  private static final List<String> OBJECTS = List.of("organization", "user", "ticket");

  /** The fields of a record by dotted path, custom fields by their id. */
  static SortedMap<String, JsonNode> flat(ObjectNode record) {
    SortedMap<String, JsonNode> out = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : record.properties()) {
      String name = field.getKey();
      if (name.equals("custom_fields")) {
        field.getValue().forEach(f -> out.put(name + "." + f.path("id").asText(), f.path("value")));
      } else if (name.endsWith("_fields") && field.getValue().isObject()) {
        for (Map.Entry<String, JsonNode> own : field.getValue().properties()) {
          out.put(name + "." + own.getKey(), own.getValue());
        }
      } else {
        out.put(name, field.getValue());
      }
    }
    return out;
  }

  /** Rows of all kinds, as a reader hands them out. */
  interface Rows {
    /** All records of a kind, in the plural: {@code users}, {@code triggers}... */
    List<ObjectNode> all(String kind);
  }

  /** Copies what {@code rows} tells; comments name their ticket in {@code ticket_id}. */
  static Snapshot of(Rows rows) {
    Map<String, SortedMap<Long, ObjectNode>> records = new TreeMap<>();
    for (String object : OBJECTS) {
      SortedMap<Long, ObjectNode> byId = new TreeMap<>();
      rows.all(object + "s").forEach(row -> byId.put(row.path("id").asLong(), row));
      records.put(object, byId);
    }
    Map<String, SortedMap<String, ObjectNode>> rules = new TreeMap<>();
    for (String kind : List.of("trigger", "automation", "webhook")) {
      SortedMap<String, ObjectNode> byId = new TreeMap<>();
      rows.all(kind + "s").forEach(row -> byId.put(row.path("id").asText(), row));
      rules.put(kind, byId);
    }
    return new Snapshot(
        records,
        grouped(rows.all("comments"), "ticket_id"),
        grouped(rows.all("identities"), "user_id"),
        rules);
  }

  private static Map<Long, List<ObjectNode>> grouped(List<ObjectNode> rows, String owner) {
    Map<Long, List<ObjectNode>> out = new LinkedHashMap<>();
    for (ObjectNode row : rows) {
      out.computeIfAbsent(row.path(owner).asLong(), id -> new ArrayList<>()).add(row);
    }
    return out;
  }

  /** Copies a sandbox's state. */
  public static Snapshot of(ZendeskState state) {
    return of((Rows) state::all);
  }

  SortedMap<Long, ObjectNode> of(String object) {
    return records.getOrDefault(object, new TreeMap<>());
  }

  List<ObjectNode> talk(long ticket) {
    return comments.getOrDefault(ticket, List.of());
  }
}
