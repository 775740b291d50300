package dev.backhaul.demo;

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
 * @param habits what the source is like
 * @param records by source object and id
 * @param comments by ticket id, oldest first, in the words of a Zendesk comment; 0 holds those of
 *     no ticket
 * @param identities the addresses of each user, by user id
 * @param rules what fires by itself (triggers, workflows...), by kind and id
 */
public record Snapshot(
    Habits habits,
    Map<String, SortedMap<Long, ObjectNode>> records,
    Map<Long, List<ObjectNode>> comments,
    Map<Long, List<ObjectNode>> identities,
    Map<String, SortedMap<String, ObjectNode>> rules) {
  private static final List<String> OBJECTS = List.of("organization", "user", "ticket");

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
        new ZendeskHabits(),
        records,
        grouped(rows.all("comments"), "ticket_id"),
        grouped(rows.all("identities"), "user_id"),
        rules);
  }

  /** Rows by the number of the record that owns them, in their order. */
  public static Map<Long, List<ObjectNode>> grouped(List<ObjectNode> rows, String owner) {
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
