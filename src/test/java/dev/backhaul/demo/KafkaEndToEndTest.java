package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.backhaul.json.Json;
import dev.backhaul.outbox.RealBroker;
import dev.backhaul.outbox.Topic;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Stores;
import dev.backhaul.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole rollback on PostgreSQL, heard through a real broker alone; and no row of it changes
 * without its mark.
 */
class KafkaEndToEndTest {
  @TempDir private Path folder;

  @Test
  void whoListensToKafkaKnowsTheDeltaThePlanTheQuestionsAndWhatBecameOfThem() throws Exception {
    try (RealBroker broker = new RealBroker(folder.resolve("broker"));
        VirtualTime time = VirtualTime.startingAt(Incident.MONDAY);
        Incident incident = Incident.start(World.of(5, Scale.TINY), time)) {
      broker.topics("backhaul");
      Path home = home(broker.address());
      Map<String, Long> staged;
      Map<String, Long> decided = new LinkedHashMap<>();
      long open;
      Settings settings = settings(home, incident, time);
      try (Rollback rollback = Rollback.open(settings);
          Marks marks = Marks.watched(Objects.requireNonNull(settings.store()))) {
        Homecoming way = new Homecoming(rollback);
        way.approvedPlan();
        rollback.publish();
        assertThat(way.write()).isNull();
        staged = rollback.books().staged().counts();
        open = rollback.questions().countOpen();
        rollback.decisions().states().forEach((state, count) -> decided.put(state.name(), count));
        assertThat(marks.forgotten()).isEmpty();
      }

      Map<String, JsonNode> records = latest(broker, Topic.DELTA);
      assertThat(records).hasSize((int) staged.values().stream().mapToLong(Long::longValue).sum());
      assertThat(records.values()).allMatch(each -> each.path("changed").isArray());
      Map<String, Long> told = new LinkedHashMap<>();
      latest(broker, Topic.DECISIONS).values().stream()
          .filter(each -> !each.path("kind").asText().equals("NONE"))
          .forEach(each -> told.merge(each.path("state").asText(), 1L, Long::sum));
      decided.forEach(
          (state, count) -> assertThat(told.getOrDefault(state, 0L)).as(state).isEqualTo(count));
      assertThat(latest(broker, Topic.QUESTIONS).values())
          .filteredOn(each -> each.path("state").asText().equals("OPEN"))
          .hasSize((int) open);
      assertAuditHolds(broker);
    }
  }

  /** The newest message of each thing; every message follows its schema. */
  private static Map<String, JsonNode> latest(RealBroker broker, Topic topic) {
    JsonSchema schema = schema(topic);
    Map<String, JsonNode> out = new LinkedHashMap<>();
    for (ConsumerRecord<String, String> message : broker.read("backhaul." + topic.label())) {
      JsonNode body = Json.parse(message.value());
      assertThat(schema.validate(body)).as(message.value()).isEmpty();
      assertThat(message.key()).isEqualTo(body.path("record").asText());
      out.put(message.key() + " " + body.path("id").asText(), body);
    }
    return out;
  }

  /** Who keeps the topic can prove the trail: the chain of hashes is whole. */
  private static void assertAuditHolds(RealBroker broker) {
    JsonSchema schema = schema(Topic.AUDIT);
    Map<Long, JsonNode> rows = new LinkedHashMap<>();
    for (ConsumerRecord<String, String> message : broker.read("backhaul.audit")) {
      JsonNode row = Json.parse(message.value());
      assertThat(schema.validate(row)).as(message.value()).isEmpty();
      rows.put(row.path("seq").asLong(), row);
    }
    assertThat(rows).isNotEmpty();
    String prev = "0".repeat(64);
    for (long seq = 1; seq <= rows.size(); seq++) {
      ObjectNode row = Objects.requireNonNull(rows.get(seq)).deepCopy();
      assertThat(row.path("prev").asText()).isEqualTo(prev);
      prev = row.remove("hash").asText();
      assertThat(Json.hash(row)).isEqualTo(prev);
    }
  }

  private static JsonSchema schema(Topic topic) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Path.of("docs/reference/messages/" + topic.label() + ".v1.schema.json").toUri());
  }

  private static Settings settings(Path home, Incident incident, VirtualTime time) {
    return new Settings(
        home,
        "helpdesk",
        incident.environment(),
        time,
        Progress.NONE,
        incident.baseUrls(),
        Stores.POSTGRES.at(home),
        "test",
        CrashPoint.NONE);
  }

  private Path home(String broker) throws IOException {
    Path home = folder.resolve("home");
    for (String part : List.of("config", "routes")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = home.resolve(file.toString());
          Files.createDirectories(copy.resolveSibling("."));
          Files.copy(file, copy);
        }
      }
    }
    Path config = home.resolve("config/backhaul.yaml");
    Files.writeString(
        config, Files.readString(config) + "\nkafka: {brokers: [\"" + broker + "\"]}\n");
    return home;
  }
}
