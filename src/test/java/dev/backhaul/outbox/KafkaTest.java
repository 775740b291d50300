package dev.backhaul.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.backhaul.delta.HandClock;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kafka;
import dev.backhaul.plan.Answers;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Question;
import dev.backhaul.plan.Questions;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The route as it ships, a real broker and a real store. */
class KafkaTest {
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Actor ADA = new Actor("ada", Set.of(Actor.Role.OPERATOR));
  @TempDir private static Path brokers;
  private static RealBroker broker;

  @TempDir private Path folder;
  private final HandClock time = new HandClock();
  private final Audit audit = new Audit(time);
  private final List<DefaultCamelContext> camels = new ArrayList<>();
  private String prefix;
  private Store store;
  private Decisions decisions;
  private Questions questions;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new RealBroker(brokers);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void open(TestInfo test) throws Exception {
    prefix = test.getTestMethod().orElseThrow().getName();
    broker.topics(prefix);
    store = Store.open(StoreSettings.file(folder.resolve("store.db")));
    decisions = new Decisions(store);
    questions = new Questions(store);
  }

  @AfterEach
  void close() {
    camels.forEach(DefaultCamelContext::stop);
    store.close();
  }

  /** One process: its lease, and the route that publishes. */
  private final class Process {
    final Fence fence;
    final DefaultCamelContext camel = new DefaultCamelContext();
    private BooleanSupplier leads = () -> true;

    Process(String name, boolean values) throws Exception {
      fence = new Leases(store, time).acquire("rollback", name, LEASE).orElseThrow();
      Kafka kafka =
          new Kafka(
              List.of(broker.address()),
              prefix,
              values,
              new Kafka.Security(
                  Kafka.Protocol.PLAINTEXT, null, null, null, null, null, null, null));
      Publication publication =
          new Publication(
              store, audit, fence, () -> leads.getAsBoolean(), kafka, "helpdesk", camel);
      publication.begin();
      camel.getRegistry().bind("publication", publication);
      camel.getRegistry().bind("kafka", Broker.component(kafka, secret -> null));
      for (String file : List.of("errors", "kafka")) {
        PluginHelper.getRoutesLoader(camel)
            .loadRoutes(
                ResourceHelper.resolveResource(camel, "file:routes/" + file + ".camel.yaml"));
      }
      camel.start();
      camels.add(camel);
    }

    void publish() {
      camel.createProducerTemplate().requestBody("direct:kafka.publish", (Object) null);
    }
  }

  private static Decision decision(int number) {
    return new Decision(
        "ticket:" + number,
        "ticket",
        Decision.Kind.UPDATE,
        Decision.State.READY,
        "ticket",
        Integer.toString(number),
        "4" + number,
        "zd-" + number,
        null,
        Json.object().put("subject", "Ann Smith cannot print"),
        List.of("due_at"),
        List.of(),
        null,
        List.of(),
        "v1",
        "s1",
        Decision.UndoClass.EXACT,
        "f" + number,
        0);
  }

  private void decide(int many) {
    List<Decision> rows = new ArrayList<>();
    for (int i = 1; i <= many; i++) {
      rows.add(decision(i));
    }
    DecisionRows.save(store, decisions, rows);
  }

  private void became(int number, Decision.State state) {
    store.useTransaction(tx -> decisions.became(tx, "ticket:" + number, state));
  }

  private List<ConsumerRecord<String, String>> read(Topic topic) {
    return broker.read(prefix + "." + topic.label());
  }

  /** States in the order in which they arrived, by record. */
  private Map<String, List<String>> states() {
    Map<String, List<String>> out = new HashMap<>();
    for (ConsumerRecord<String, String> each : read(Topic.DECISIONS)) {
      out.computeIfAbsent(each.key(), key -> new ArrayList<>())
          .add(Json.parse(each.value()).path("state").asText());
    }
    return out;
  }

  private static String header(ConsumerRecord<String, String> message, String name) {
    return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static void assertFollowsItsSchema(Topic topic, String body) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                Path.of("docs/reference/messages/" + topic.label() + ".v1.schema.json").toUri());
    assertThat(schema.validate(Json.parse(body))).as(body).isEmpty();
  }

  @Test
  void what_became_of_a_record_arrives_in_the_order_in_which_it_happened() throws Exception {
    Process process = new Process("one", false);
    decide(700);
    process.publish();
    for (int i = 1; i <= 700; i += 7) {
      became(i, Decision.State.REFUSED);
    }
    process.publish();
    for (int i = 1; i <= 700; i += 14) {
      became(i, Decision.State.APPLIED);
    }
    process.publish();

    Map<String, List<String>> states = states();
    assertThat(states).hasSize(700);
    assertThat(states.get("ticket:1")).containsExactly("READY", "REFUSED", "APPLIED");
    assertThat(states.get("ticket:8")).containsExactly("READY", "REFUSED");
    assertThat(states.get("ticket:2")).containsExactly("READY");
    assertThat(Publication.waiting(store).values()).containsOnly(0L);
    assertThat(read(Topic.REJECTS)).hasSize(100);
  }

  @Test
  void a_process_that_loses_its_lease_after_sending_forgets_nothing_and_its_heir_sends_again()
      throws Exception {
    Process first = new Process("first", false);
    decide(3);
    List<Process> heirs = new ArrayList<>();
    first.leads =
        () -> {
          if (heirs.isEmpty()) {
            time.pass(LEASE.plusSeconds(1));
            heirs.add(heir());
          }
          return true;
        };

    first.publish();

    assertThat(states()).hasSize(3);
    assertThat(Publication.waiting(store)).containsEntry("decisions", 3L);
    became(2, Decision.State.APPLIED);
    heirs.get(0).publish();
    assertThat(states())
        .containsEntry("ticket:1", List.of("READY", "READY"))
        .containsEntry("ticket:2", List.of("READY", "APPLIED"));
    assertThat(Publication.waiting(store)).containsEntry("decisions", 0L);
  }

  private Process heir() {
    try {
      return new Process("heir", false);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_change_made_while_its_message_is_on_the_way_is_sent_too() throws Exception {
    Process process = new Process("one", false);
    decide(1);
    process.publish();
    became(1, Decision.State.REFUSED);
    Batch read;
    Publication publication =
        process.camel.getRegistry().lookupByNameAndType("publication", Publication.class);
    read = publication.next(Topic.DECISIONS);
    became(1, Decision.State.APPLIED);
    publication.acknowledged(read);

    process.publish();

    assertThat(states()).containsEntry("ticket:1", List.of("READY", "APPLIED"));
  }

  @Test
  void while_the_broker_is_down_the_work_goes_on_and_afterwards_all_of_it_arrives()
      throws Exception {
    Process process = new Process("one", false);
    decide(2);
    process.publish();
    broker.stop();
    try {
      became(1, Decision.State.APPLIED);
      process.publish();
      became(2, Decision.State.APPLIED);

      assertThat(Publication.waiting(store)).containsEntry("decisions", 2L);
    } finally {
      broker.start();
    }
    process.publish();

    assertThat(states())
        .containsEntry("ticket:1", List.of("READY", "APPLIED"))
        .containsEntry("ticket:2", List.of("READY", "APPLIED"));
    assertThat(Publication.waiting(store)).containsEntry("decisions", 0L);
  }

  @Test
  void switched_on_late_it_begins_with_all_that_stands_and_switched_off_it_collects_nothing()
      throws Exception {
    decide(2);
    assertThat(Publication.waiting(store)).isEmpty();
    Process process = new Process("one", false);
    process.publish();
    assertThat(states()).hasSize(2);

    Publication.end(store, process.fence);
    became(1, Decision.State.APPLIED);

    assertThat(Publication.waiting(store)).isEmpty();
    assertThat(
            store.<Long, RuntimeException>read(
                handle ->
                    handle.createQuery("SELECT count(*) FROM outbox").mapTo(Long.class).one()))
        .isZero();
  }

  @Test
  void messages_name_their_schema_and_hold_no_values_unless_they_shall() throws Exception {
    Process process = new Process("one", false);
    decide(1);
    ask(1, "ann@example.com");
    new Answers(store, questions, audit, Ids.secure(time), time)
        .answer("q1", "keep", ADA, "she said so");
    process.publish();

    for (Topic topic : List.of(Topic.DECISIONS, Topic.QUESTIONS, Topic.AUDIT)) {
      List<ConsumerRecord<String, String>> messages = read(topic);
      assertThat(messages).as(topic.label()).hasSize(1);
      ConsumerRecord<String, String> message = messages.get(0);
      assertThat(header(message, "schema")).isEqualTo("dev.backhaul." + topic.label());
      assertThat(header(message, "version")).isEqualTo("1");
      assertThat(header(message, "sequence")).matches("[1-9]\\d*");
      assertThat(header(message, "migration")).isEqualTo("helpdesk");
      assertThat(message.headers().toArray()).hasSize(4);
      assertThat(message.value()).doesNotContain("Ann", "ann@");
      assertFollowsItsSchema(topic, message.value());
    }
    JsonNode question = Json.parse(read(Topic.QUESTIONS).get(0).value());
    assertThat(question.path("state").asText()).isEqualTo("ANSWERED");
    assertThat(question.path("choice").asText()).isEqualTo("keep");
    assertThat(read(Topic.QUESTIONS).get(0).key()).isEqualTo("ticket:1");
    assertThat(read(Topic.AUDIT).get(0).key()).isEqualTo("1");
  }

  @Test
  void values_are_sent_where_somebody_has_asked_for_them() throws Exception {
    Process process = new Process("one", true);
    decide(1);
    ask(1, "ann@example.com");
    process.publish();

    for (Topic topic : List.of(Topic.DECISIONS, Topic.QUESTIONS)) {
      String body = read(topic).get(0).value();
      assertThat(body).containsAnyOf("Ann Smith", "ann@example.com");
      assertFollowsItsSchema(topic, body);
    }
  }

  private void ask(int number, String value) {
    store.useTransaction(
        tx ->
            questions.ask(
                tx,
                new Question(
                    "q" + number,
                    "ticket:" + number,
                    "conflict-1",
                    "CONFLICT",
                    "ticket",
                    "requester",
                    Json.object().put("now", value),
                    List.of(
                        new Question.Choice("keep", Json.object().put("do", "keep")),
                        new Question.Choice("take", Json.object().put("do", "take"))),
                    false),
                time.instant(),
                "plan-1"));
  }
}
