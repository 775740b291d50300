package dev.backhaul.demo;

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
  private static final Map<String, Long> FIRST =
      Map.of(
          "company", 8_000_001L,
          "contact", 20_000_001L,
          "ticket", 40_000_001L,
          "note", 60_000_001L,
          "email", 80_000_001L,
          "message", 1L,
          "file", 70_000_001L);

  private final List<TargetEvent> events = new ArrayList<>();
  private final Map<String, Long> next = new HashMap<>(FIRST);
  private final Map<String, Map<String, String>> values = new HashMap<>();

  /** A record is born; answers its id. */
  String create(
      String object,
      SortedMap<String, String> properties,
      SortedMap<String, List<String>> links,
      Instant at,
      Hand hand) {
    String id = id(object);
    events.add(new TargetEvent.Created(object, id, properties, links, at, hand));
    values.put(object + ":" + id, new TreeMap<>(properties));
    return id;
  }

  /** One property is written. */
  void set(String object, String id, String property, String value, Instant at, Hand hand) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put(property, value);
    set(object, id, properties, at, hand);
  }

  void set(String object, String id, SortedMap<String, String> properties, Instant at, Hand hand) {
    events.add(new TargetEvent.Changed(object, id, properties, at, hand));
    record(object, id).putAll(properties);
  }

  void archive(String object, String id, Instant at, Hand hand) {
    events.add(new TargetEvent.Archived(object, id, at, hand));
  }

  void merge(String object, String loser, String winner, Instant at, Hand hand) {
    events.add(new TargetEvent.Merged(object, loser, winner, at, hand));
  }

  /** A file is uploaded; answers its id. */
  String upload(String name, String text, Instant at, Hand hand) {
    String id = id("file");
    events.add(new TargetEvent.Uploaded(id, name, text, at, hand));
    return id;
  }

  /** The value of a property after all events so far, "" if it has none. */
  String value(String object, String id, String property) {
    return record(object, id).getOrDefault(property, "");
  }

  /** The properties that hold a value. */
  Map<String, String> record(String object, String id) {
    Map<String, String> found = values.get(object + ":" + id);
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

  private String id(String object) {
    Long id = next.get(object);
    if (id == null) {
      throw new IllegalArgumentException("the world has no object " + object);
    }
    next.put(object, id + 1);
    // The target names messages in its own way.
    return object.equals("message") ? "m-" + id : Long.toString(id);
  }
}
