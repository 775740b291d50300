package dev.backhaul.reload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.reload.Change.Topic;
import dev.backhaul.reload.Change.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells two snapshots apart, thing by thing. Comments, layout and the order of keys are no
 * difference; a key that nothing here knows is a setting.
 */
public final class Differences {
  private static final int LONGEST = 160;

  private static final Map<String, Topic> SERVICE =
      Map.of(
          "store", Topic.STORE,
          "http", Topic.PORTS,
          "access", Topic.ACCESS,
          "logging", Topic.LOGGING);

  private static final Map<String, Topic> MIGRATION =
      Map.of(
          "migration", Topic.CUTOVER,
          "cutover", Topic.CUTOVER,
          "systems", Topic.SYSTEM,
          "writers", Topic.WRITERS,
          "waves", Topic.WAVES,
          "standing", Topic.STANDING);

  private static final Map<String, Topic> PLATFORM =
      Map.of("platform", Topic.SYSTEM, "hosts", Topic.SYSTEM, "auth", Topic.SYSTEM);

  private final List<Change> changes = new ArrayList<>();

  private Differences() {}

  /** All differences, in the order of file names. */
  public static List<Change> between(Snapshot was, Snapshot now) {
    Differences differences = new Differences();
    TreeSet<String> names = new TreeSet<>(was.files().keySet());
    names.addAll(now.files().keySet());
    for (String name : names) {
      JsonNode before = tree(was, name);
      JsonNode after = tree(now, name);
      if (!before.equals(after)) {
        differences.file(name, before, after);
      }
    }
    return List.copyOf(differences.changes);
  }

  private static JsonNode tree(Snapshot snapshot, String name) {
    Snapshot.Content content = snapshot.files().get(name);
    return content == null ? MissingNode.getInstance() : content.tree();
  }

  private void file(String file, JsonNode was, JsonNode now) {
    if (file.equals("config/backhaul.yaml")) {
      keys(file, was, now, key -> SERVICE.getOrDefault(key, Topic.SETTING));
    } else if (file.startsWith("routes/platforms/")) {
      things(
          file,
          Topic.ROUTE,
          named(was, item -> item.path("templatedRoute").path("routeId").asText()),
          named(now, item -> item.path("templatedRoute").path("routeId").asText()));
    } else if (file.startsWith("config/platforms/")) {
      platform(file, was, now);
    } else if (file.endsWith("/migration.yaml")) {
      migration(file, was, now);
    } else {
      add(file, Topic.MAPPING, "", was, now);
    }
  }

  private void platform(String file, JsonNode was, JsonNode now) {
    things(file, Topic.LIMIT, named(was.path("limits"), NAME), named(now.path("limits"), NAME));
    keys(
        file,
        without(was, "limits"),
        without(now, "limits"),
        key -> PLATFORM.getOrDefault(key, Topic.PLATFORM));
  }

  private void migration(String file, JsonNode was, JsonNode now) {
    things(
        file,
        Topic.OBJECT,
        named(was.path("objects"), item -> item.path("target").asText()),
        named(now.path("objects"), item -> item.path("target").asText()));
    things(file, Topic.BRAKE, entries(was.path("brakes")), entries(now.path("brakes")));
    keys(
        file,
        without(was, "objects", "brakes"),
        without(now, "objects", "brakes"),
        key -> MIGRATION.getOrDefault(key, Topic.SETTING));
  }

  private static final Function<JsonNode, String> NAME = item -> item.path("name").asText();

  private static Map<String, JsonNode> named(JsonNode list, Function<JsonNode, String> name) {
    Map<String, JsonNode> out = new LinkedHashMap<>();
    list.forEach(item -> out.put(name.apply(item), item));
    return out;
  }

  private static Map<String, JsonNode> entries(JsonNode block) {
    Map<String, JsonNode> out = new LinkedHashMap<>();
    block.properties().forEach(each -> out.put(each.getKey(), each.getValue()));
    return out;
  }

  private static Map<String, JsonNode> without(JsonNode block, String... keys) {
    Map<String, JsonNode> out = entries(block);
    out.keySet().removeAll(List.of(keys));
    return out;
  }

  private void keys(String file, JsonNode was, JsonNode now, Function<String, Topic> topic) {
    keys(file, entries(was), entries(now), topic);
  }

  private void keys(
      String file,
      Map<String, JsonNode> was,
      Map<String, JsonNode> now,
      Function<String, Topic> topic) {
    TreeSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(now.keySet());
    names.forEach(
        name ->
            add(
                file,
                topic.apply(name),
                name,
                was.getOrDefault(name, MissingNode.getInstance()),
                now.getOrDefault(name, MissingNode.getInstance())));
  }

  private void things(
      String file, Topic topic, Map<String, JsonNode> was, Map<String, JsonNode> now) {
    keys(file, was, now, name -> topic);
  }

  private void add(String file, Topic topic, String name, JsonNode was, JsonNode now) {
    if (was.equals(now)) {
      return;
    }
    Verb verb =
        was.isMissingNode() ? Verb.ADDED : now.isMissingNode() ? Verb.REMOVED : Verb.MODIFIED;
    JsonNode before = was;
    JsonNode after = now;
    if (was instanceof ObjectNode old && now instanceof ObjectNode young) {
      before = only(old, young);
      after = only(young, old);
    }
    boolean secret = topic == Topic.ACCESS || topic == Topic.STORE || topic == Topic.SYSTEM;
    changes.add(
        new Change(
            verb, topic, name, file, secret ? null : shown(before), secret ? null : shown(after)));
  }

  /** The keys of a block that another does not hold alike. */
  private static ObjectNode only(ObjectNode block, ObjectNode other) {
    ObjectNode out = Json.object();
    block
        .properties()
        .forEach(
            each -> {
              if (!each.getValue().equals(other.get(each.getKey()))) {
                out.set(each.getKey(), each.getValue());
              }
            });
    return out;
  }

  private static @Nullable String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return null;
    }
    String text = value.isTextual() ? value.asText() : Json.text(value);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
