package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.Flag;
import dev.backhaul.mapping.Inversion;
import dev.backhaul.mapping.Mapping;
import dev.backhaul.mapping.Ref;
import dev.backhaul.mapping.References;
import dev.backhaul.mapping.T0;
import dev.backhaul.mapping.Versions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The helpdesk's mapping files and the oracle were written apart; here they are held together. */
@NullUnmarked // looks things up that the world is known to hold
class MappingAgreesTest {
  private static final World WORLD = World.of(11, Scale.SMALL);
  private static final Path FILES = Path.of("config/migrations/helpdesk/mappings");
  private static final Map<String, String> SOURCE =
      Map.of("company", "organization", "contact", "user", "ticket", "ticket");

  /**
   * Questions that are not the mapping's: they come from writers, keys and the source's own laws.
   */
  private static final Set<String> BEYOND =
      Set.of(
          "RECORD_DELETED",
          "RECORD_MERGED",
          "RECORD_DUPLICATE",
          "UNKNOWN_WRITER",
          "MIGRATION_OVERWROTE",
          "JOIN_KEY_MISSING",
          "JOIN_KEY_DUPLICATED",
          "JOIN_KEY_EDITED",
          "TICKET_CLOSED",
          "STATUS_NEW",
          "NO_PARENT");

  /** One record of the target, as the load left it and as it may come home. */
  private record Twin(
      String object,
      String id,
      @Nullable ObjectNode source,
      Map<String, String> loaded,
      Map<String, String> now,
      SortedMap<String, List<String>> links) {}

  private final Map<String, Twin> twins = twins();

  private final Map<String, String> targets = new HashMap<>();

  MappingAgreesTest() {
    for (Twin twin : twins.values()) {
      if (twin.source() != null) {
        targets.put(twin.object() + ":" + twin.source().path("id").asText(), twin.id());
      }
    }
  }

  private final References refs =
      new References() {
        @Override
        public @Nullable String targetId(String object, String sourceId) {
          return targets.get(object + ":" + sourceId);
        }

        @Override
        public Ref sourceId(String object, String targetId) {
          Twin twin = twins.get(object + ":" + targetId);
          if (twin == null) {
            return new Ref.Unknown();
          }
          ObjectNode source = twin.source();
          return source == null
              ? new Ref.Pending(object + ":" + targetId)
              : new Ref.Known(source.path("id").asText());
        }
      };

  @Test
  void whatTheLoadLeftIsWhatTheAsRunMappingSays() {
    List<String> wrong = new ArrayList<>();
    int i = 0;
    for (Twin twin : twins.values()) {
      if (twin.source() == null || !SOURCE.containsKey(twin.object()) || ++i % 5 != 0) {
        continue;
      }
      Mapping mapping = mapping(twin.object());
      ObjectNode ran = mapping.getAsRun(twin.source(), refs);
      ObjectNode loaded = view(twin, twin.loaded());
      for (String path : mapping.targetPaths()) {
        if (!Alike.values(at(ran, path), at(loaded, path))) {
          wrong.add(twin.object() + " " + twin.id() + " " + path);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyExpectedValueAndEveryQuestionOfAFieldFollowsFromTheMapping() {
    SortedSet<String> values = new TreeSet<>();
    SortedSet<Asked> asked = new TreeSet<>();
    Set<String> closed = closedTickets();
    for (Twin twin : twins.values()) {
      if (!SOURCE.containsKey(twin.object()) || broken().contains(twin.id())) {
        continue;
      }
      Inversion inversion = invert(twin);
      for (Flag flag : inversion.flags()) {
        asked.add(new Asked(twin.object(), twin.id(), flag.field(), flag.code().name()));
      }
      if (twin.source() != null && !closed.contains(twin.id())) {
        inversion.set().forEach((path, value) -> values.add(line(twin, path, value)));
        inversion.clear().forEach(path -> values.add(line(twin, path, Json.mapper().nullNode())));
      }
    }
    // The mapping may say "new"; that the source never goes back there is the source's own law.
    values.removeIf(value -> value.endsWith(" status = new"));
    SortedSet<String> expected = new TreeSet<>();
    for (Oracle.Value value : WORLD.oracle().values()) {
      expected.add(
          value.object() + " " + value.id() + " " + value.path() + " = " + text(value.value()));
    }
    SortedSet<Asked> questions = new TreeSet<>(WORLD.oracle().questions());
    questions.removeIf(question -> BEYOND.contains(question.code()));

    assertThat(without(asked, questions)).as("asked without need").isEmpty();
    assertThat(without(questions, asked)).as("not asked").isEmpty();
    assertThat(without(values, expected)).as("home without need").isEmpty();
    assertThat(without(expected, values)).as("not home").isEmpty();
  }

  @Test
  void everyBirthIsWhatTheMappingMakesOfIt() {
    List<String> wrong = new ArrayList<>();
    for (Oracle.Birth birth : WORLD.oracle().births()) {
      Twin twin = twins.get(birth.targetObject() + ":" + birth.targetId());
      Inversion made = mapping(birth.targetObject()).create(view(twin, twin.now()), refs);
      birth
          .values()
          .forEach(
              (path, value) -> {
                JsonNode given = made.set().getOrDefault(engine(path), MissingNode.getInstance());
                if (!Alike.values(value, given)) {
                  wrong.add(birth.targetObject() + " " + birth.targetId() + " " + path);
                }
              });
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyReplyIsWhatTheMappingMakesOfIt() {
    List<String> wrong = new ArrayList<>();
    for (Oracle.Reply reply : replies()) {
      Twin twin = twins.get(reply.targetObject() + ":" + reply.targetId());
      Inversion made = mapping(reply.targetObject()).create(view(twin, twin.now()), refs);
      ObjectNode comment = Json.object();
      made.set().forEach(comment::set);
      if (!made.flags().isEmpty()
          || !Alike.words(comment).equals(Alike.squeezed(reply.text()))
          || comment.path("public").asBoolean() != reply.open()
          || !Alike.values(reply.author(), comment.path("author_id"))
          || !Alike.values(TextNode.valueOf(reply.at()), comment.path("created_at"))) {
        wrong.add(reply.targetObject() + " " + reply.targetId() + " " + made.flags());
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static <T extends Comparable<? super T>> SortedSet<T> without(Set<T> all, Set<T> some) {
    SortedSet<T> left = new TreeSet<>(all);
    left.removeAll(some);
    return left;
  }

  private static List<Oracle.Reply> replies() {
    List<Oracle.Reply> out = new ArrayList<>(WORLD.oracle().replies());
    WORLD.oracle().births().forEach(birth -> out.addAll(birth.comments()));
    return out;
  }

  private Inversion invert(Twin twin) {
    Mapping mapping = mapping(twin.object());
    ObjectNode now = view(twin, twin.now());
    ObjectNode source = twin.source();
    if (source == null) {
      return mapping.create(now, refs);
    }
    ObjectNode loaded = view(twin, twin.loaded());
    Map<String, T0> t0 = new HashMap<>();
    for (String path : mapping.targetPaths()) {
      t0.put(path, new T0.Known(at(loaded, path)));
    }
    return mapping.invert(new Versions(now, t0, source, source, Map.of(), null), refs);
  }

  private static final Map<String, Mapping> MAPPINGS = new HashMap<>();

  private static synchronized Mapping mapping(String object) {
    String file = SOURCE.getOrDefault(object, object);
    return MAPPINGS.computeIfAbsent(file, name -> Mapping.load(FILES.resolve(name + ".yaml")));
  }

  private static JsonNode at(ObjectNode record, String path) {
    JsonNode node = record;
    for (String name : path.split("\\.")) {
      node = node instanceof ArrayNode list ? list.path(Integer.parseInt(name)) : node.path(name);
    }
    return node;
  }

  private static ObjectNode view(Twin twin, Map<String, String> values) {
    if (twin.object().equals("message")) {
      return message(twin);
    }
    ObjectNode out = Json.object();
    ObjectNode properties = out.putObject("properties");
    values.forEach(properties::put);
    ObjectNode associations = out.putObject("associations");
    twin.links()
        .forEach(
            (object, ids) -> {
              ArrayNode list = associations.putArray(object);
              ids.forEach(id -> list.addObject().put("id", id));
            });
    return out;
  }

  /**
   * A message in the shape of the conversations API, with what its thread belongs to: the contact
   * of an incoming one, the user of an outgoing one.
   */
  private static ObjectNode message(Twin twin) {
    ObjectNode out = Json.object().put("id", twin.id()).put("type", "MESSAGE");
    out.put("text", twin.now().get("text")).put("createdAt", twin.now().get("created_at"));
    out.put("direction", twin.now().get("direction"));
    twin.links().getOrDefault("contact", List.of()).forEach(id -> out.put("contactId", id));
    String user = twin.now().get("user");
    if (user != null) {
      out.put("userId", user);
    }
    return out;
  }

  private static String line(Twin twin, String path, JsonNode value) {
    String own = path.replaceAll("custom_fields\\.id=(\\d+)\\.value", "custom_fields.$1");
    return SOURCE.get(twin.object())
        + " "
        + Objects.requireNonNull(twin.source()).path("id").asText()
        + " "
        + own
        + " = "
        + text(value);
  }

  private static String engine(String path) {
    return path.replaceAll("custom_fields\\.(\\d+)", "custom_fields.id=$1.value");
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      SortedSet<String> members = new TreeSet<>();
      value.forEach(member -> members.add(member.asText()));
      return members.toString();
    }
    return value.asText();
  }

  private static Set<String> closedTickets() {
    Set<String> out = new HashSet<>();
    for (Asked asked : WORLD.oracle().questions()) {
      if (asked.code().equals("TICKET_CLOSED")) {
        out.add(asked.targetId());
      }
    }
    return out;
  }

  private static Set<String> broken() {
    Set<String> out = new HashSet<>();
    for (Asked asked : WORLD.oracle().questions()) {
      if (asked.code().startsWith("JOIN_KEY") || asked.code().startsWith("RECORD_")) {
        out.add(asked.targetId());
      }
    }
    return out;
  }

  private static Map<String, Twin> twins() {
    Map<String, ObjectNode> sources = new HashMap<>();
    WORLD.source().organizations().forEach(r -> sources.put("company" + Scene.id(r), r));
    WORLD.source().users().forEach(r -> sources.put("contact" + Scene.id(r), r));
    WORLD.source().tickets().forEach(r -> sources.put("ticket" + Scene.id(r), r));
    Map<String, Twin> out = new TreeMap<>();
    for (TargetEvent event : WORLD.load()) {
      if (event instanceof TargetEvent.Created born) {
        ObjectNode source = sources.get(born.object() + born.properties().get("zendesk_id"));
        put(out, born, source, born.properties());
      }
    }
    for (TargetEvent event : WORLD.weekend()) {
      if (event instanceof TargetEvent.Created born) {
        put(out, born, null, Map.of());
      } else if (event instanceof TargetEvent.Changed changed
          && !Set.of(Hand.MIGRATION, Hand.STRANGER).contains(changed.hand())) {
        Twin twin = out.get(changed.object() + ":" + changed.id());
        if (!overwritten(changed)) {
          twin.now().putAll(changed.properties());
        }
      } else if (event instanceof TargetEvent.Archived gone) {
        out.remove(gone.object() + ":" + gone.id());
      }
    }
    return out;
  }

  private static boolean overwritten(TargetEvent.Changed changed) {
    return WORLD.oracle().questions().stream()
        .anyMatch(
            q ->
                q.targetId().equals(changed.id())
                    && q.code().equals("MIGRATION_OVERWROTE")
                    && changed.properties().containsKey("subject"));
  }

  private static void put(
      Map<String, Twin> out,
      TargetEvent.Created born,
      @Nullable ObjectNode source,
      Map<String, String> loaded) {
    out.put(
        born.object() + ":" + born.id(),
        new Twin(
            born.object(),
            born.id(),
            source,
            loaded,
            new TreeMap<>(born.properties()),
            born.links()));
  }
}
