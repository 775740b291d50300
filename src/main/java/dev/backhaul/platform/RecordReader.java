package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Link;
import dev.backhaul.manifest.Lookup;
import dev.backhaul.manifest.ObjectType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads records by keys, in the platform's batches, with their associations. */
final class RecordReader {
  private static final Set<String> BY_ID = Set.of("id", "archived");
  private static final String JOIN_KEY = "joinKey";

  /** A way to read by the manifest's own join key, where the platform keeps that unique. */
  private static final String OWN_KEY = "ownKey";

  private final Catalogue catalogue;
  private final Sender sender;
  private final Pages pages;
  private final Map<String, ArrayNode> fieldNames = new ConcurrentHashMap<>();

  RecordReader(Catalogue catalogue, Sender sender) {
    this.catalogue = catalogue;
    this.sender = sender;
    this.pages = new Pages(sender);
  }

  /** True if the manifest offers this way of reading. */
  boolean offers(String object, String by) {
    return catalogue.type(object).read().containsKey(by);
  }

  /** Records by key; absent ones are absent. */
  List<Item> read(Operation operation, String object, ReadRequest request) {
    ObjectType type = catalogue.type(object);
    String by = by(type, object, request.by());
    Lookup lookup = type.read().get(by);
    if (lookup == null) {
      throw catalogue.cannot("read by " + by, object);
    }
    List<String> keys = request.keys().stream().distinct().toList();
    List<ObjectNode> rows = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += lookup.size()) {
      List<String> some = keys.subList(from, Math.min(keys.size(), from + lookup.size()));
      rows.addAll(batch(operation, object, by, lookup, some));
    }
    return catalogue.items(
        object, linked(operation, type, object, wanted(type, object, by, keys, rows)));
  }

  /**
   * The name of the way to read: a join key that is the manifest's own is kept unique by the
   * platform, and a natural key may be named by its path.
   */
  private String by(ObjectType type, String object, String asked) {
    if (asked.equals(JOIN_KEY)) {
      return ownKey(object) ? OWN_KEY : JOIN_KEY;
    }
    for (var natural : type.naturalKeys().entrySet()) {
      if (natural.getValue().equals(asked) && !type.read().containsKey(asked)) {
        return natural.getKey();
      }
    }
    return asked;
  }

  /** True if records can be read by a key of ours that the platform keeps unique. */
  boolean ownKey(String object) {
    ObjectType type = catalogue.type(object);
    FieldPath key = catalogue.joinKey(object);
    return key != null && key.toString().equals(type.joinKey()) && type.read().containsKey(OWN_KEY);
  }

  private List<ObjectNode> batch(
      Operation operation, String object, String by, Lookup lookup, List<String> keys) {
    ObjectNode variables = variables(object, keys);
    FieldPath joinKey = catalogue.joinKey(object);
    variables.put("property", joinKey == null ? "" : joinKey.last());
    List<ObjectNode> rows;
    try {
      rows = pages.all(operation, lookup.pages(), variables);
    } catch (PlatformException e) {
      if (e.failure() instanceof Failure.NotFound) {
        return List.of();
      }
      throw e;
    }
    ObjectType.Parent parent = catalogue.type(object).parent();
    if (by.equals("parent") && parent != null && keys.size() == 1) {
      // Children read through their parent need not name it themselves.
      FieldPath path = FieldPath.of(parent.path());
      rows.stream()
          .filter(row -> path.textIn(row).isEmpty())
          .forEach(row -> path.put(row, numberOrText(keys.getFirst())));
    }
    return rows;
  }

  private static JsonNode numberOrText(String key) {
    return key.matches("[1-9][0-9]{0,17}") ? Json.tree(Long.parseLong(key)) : Json.tree(key);
  }

  /** Variables that every read by keys has. */
  ObjectNode variables(String object, List<String> keys) {
    ObjectNode variables = Json.object();
    variables.set("keys", Json.tree(keys));
    variables.put("key", keys.isEmpty() ? "" : keys.getFirst());
    variables.set("fields", fields(object));
    return variables;
  }

  /** Names of all fields, read once a sweep; empty where records come whole. */
  private ArrayNode fields(String object) {
    ArrayNode known = fieldNames.get(object);
    if (known != null) {
      return known;
    }
    ArrayNode names = Json.mapper().createArrayNode();
    ObjectType type = catalogue.type(object);
    if (type.fieldNames() != null) {
      for (ObjectNode row : pages.all(Operation.READ, type.fieldNames(), Json.object())) {
        names.add(row.path("name").asText());
      }
    }
    fieldNames.put(object, names);
    return names;
  }

  /** Forgets the field names, so that fields made meanwhile are seen. */
  void forgetFields(String object) {
    fieldNames.remove(object);
  }

  /**
   * Only what was asked for: a merged id may answer with its survivor, and a search by a natural
   * key with whatever resembles it.
   */
  private List<ObjectNode> wanted(
      ObjectType type, String object, String by, List<String> keys, List<ObjectNode> rows) {
    String natural = type.naturalKeys().get(by);
    if (!BY_ID.contains(by) && natural == null) {
      return rows;
    }
    FieldPath path = FieldPath.of(natural == null ? type.key() : natural);
    Set<String> asked = new HashSet<>();
    keys.forEach(key -> asked.add(folded(key)));
    String alias = natural == null ? null : type.aliases().get(by);
    FieldPath others = alias == null ? null : FieldPath.of(alias);
    return rows.stream()
        .filter(
            row ->
                asked.contains(folded(path.textIn(row)))
                    || others != null
                        && Stream.of(others.textIn(row).split(";"))
                            .map(RecordReader::folded)
                            .anyMatch(asked::contains))
        .toList();
  }

  private static String folded(String key) {
    return key.strip().toLowerCase(Locale.ROOT);
  }

  /** The first record that each of these is linked with; those without a link are absent. */
  Map<String, String> firstLinks(String object, Link link, List<String> ids) {
    Map<String, ObjectNode> rows = new HashMap<>();
    FieldPath into = FieldPath.of(link.into());
    for (String id : ids) {
      ObjectNode row = Json.object();
      into.put(row, Json.mapper().createArrayNode());
      rows.put(id, row);
    }
    for (int from = 0; from < ids.size(); from += link.size()) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + link.size()));
      link(Operation.READ, link, into, some, rows);
    }
    Map<String, String> first = new HashMap<>();
    rows.forEach(
        (id, row) -> {
          String to = FieldPath.of(link.first()).textIn(row);
          if (!to.isEmpty()) {
            first.put(id, to);
          }
        });
    return first;
  }

  private List<ObjectNode> linked(
      Operation operation, ObjectType type, String object, List<ObjectNode> rows) {
    if (type.links().isEmpty() || rows.isEmpty()) {
      return rows;
    }
    Map<String, ObjectNode> byId = new HashMap<>();
    rows.forEach(row -> byId.put(catalogue.id(object, row), row));
    List<String> ids = List.copyOf(byId.keySet());
    for (Link link : type.links()) {
      FieldPath into = FieldPath.of(link.into());
      rows.forEach(row -> into.put(row, Json.mapper().createArrayNode()));
      for (int from = 0; from < ids.size(); from += link.size()) {
        link(
            operation,
            link,
            into,
            ids.subList(from, Math.min(ids.size(), from + link.size())),
            byId);
      }
    }
    return rows;
  }

  private void link(
      Operation operation,
      Link link,
      FieldPath into,
      List<String> ids,
      Map<String, ObjectNode> byId) {
    ArrayNode inputs = Json.mapper().createArrayNode();
    ids.forEach(id -> inputs.addObject().put("id", id));
    JsonNode ask = inputs;
    while (!ask.isEmpty()) {
      ObjectNode variables = Json.object();
      variables.set("inputs", ask);
      JsonNode answer = sender.read(operation, link.request(), variables);
      for (JsonNode one : link.each().list(answer)) {
        ObjectNode row = byId.get(one.path("id").asText());
        if (row != null && into.in(row) instanceof ArrayNode all) {
          one.path("value").forEach(all::add);
        }
      }
      ask = rest(link, answer);
    }
  }

  private static JsonNode rest(Link link, JsonNode answer) {
    ArrayNode out = Json.mapper().createArrayNode();
    if (link.next() != null) {
      link.next().list(answer).forEach(out::add);
    }
    return out;
  }

  /** The first record with this id among those read by another key, or null. */
  static @Nullable Item byJoinKey(List<Item> items, String joinKey) {
    for (Item item : items) {
      if (item.joinKey() != null && item.joinKey().equalsIgnoreCase(joinKey)) {
        return item;
      }
    }
    return null;
  }
}
