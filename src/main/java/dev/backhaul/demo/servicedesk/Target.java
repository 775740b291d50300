package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The target while its story is being written: the events so far, and the values they lead to. */
final class Target {
  private final List<TargetEvent> events = new ArrayList<>();
  private final Map<String, Long> next =
      new HashMap<>(
          Map.of("organization", 800_001L, "user", 200_001L, "ticket", 1_001L, "comment", 6_000_001L));
  private final Map<String, SortedMap<String, JsonNode>> values = new HashMap<>();

  /** A record is born; answers its id. */
  long create(String object, SortedMap<String, JsonNode> given, Instant at, Hand hand) {
    long id = id(object);
    events.add(new TargetEvent.Created(object, id, new TreeMap<>(given), at, hand));
    values.put(object + ":" + id, new TreeMap<>(given));
    return id;
  }

  /** One value is written. */
  void set(String object, long id, String path, JsonNode value, Instant at, Hand hand) {
    SortedMap<String, JsonNode> one = new TreeMap<>();
    one.put(path, value);
    events.add(new TargetEvent.Changed(object, id, one, at, hand));
    record(object, id).put(path, value);
  }

  /** Somebody says something now; answers the comment's id. */
  long say(
      long ticket,
      long author,
      String html,
      boolean open,
      List<String> files,
      Instant at,
      Hand hand) {
    long id = id("comment");
    events.add(
        new TargetEvent.Said(id, ticket, author, html, open, at, List.copyOf(files), at, hand));
    return id;
  }

  /** What was said elsewhere earlier is brought along. */
  void imported(
      long ticket, long author, String html, boolean open, Instant written, Instant at, Hand hand) {
    events.add(
        new TargetEvent.Said(
            id("comment"), ticket, author, html, open, written, List.of(), at, hand));
  }

  void delete(String object, long id, Instant at, Hand hand) {
    events.add(new TargetEvent.Deleted(object, id, at, hand));
  }

  void merge(String object, long loser, long winner, Instant at, Hand hand) {
    events.add(new TargetEvent.Merged(object, loser, winner, at, hand));
  }

  /** The value at a path after all events so far; a missing node if there never was one. */
  JsonNode value(String object, long id, String path) {
    return record(object, id).getOrDefault(path, MissingNode.getInstance());
  }

  /** All values of a record so far. */
  SortedMap<String, JsonNode> record(String object, long id) {
    SortedMap<String, JsonNode> found = values.get(object + ":" + id);
    if (found == null) {
      throw new IllegalArgumentException("the world has no " + object + " " + id);
    }
    return found;
  }

  /** All events in order of time. */
  List<TargetEvent> story() {
    List<TargetEvent> out = new ArrayList<>(events);
    out.sort(Comparator.comparing(TargetEvent::at));
    return out;
  }

  private long id(String object) {
    Long id = next.get(object);
    if (id == null) {
      throw new IllegalArgumentException("the world has no object " + object);
    }
    next.put(object, id + 1);
    return id;
  }
}
