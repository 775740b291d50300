package dev.backhaul.parity;

import static dev.backhaul.parity.Aftermath.CUTOVER;
import static dev.backhaul.parity.Aftermath.NOW;
import static dev.backhaul.parity.Aftermath.TIME;
import static dev.backhaul.parity.Aftermath.decision;
import static dev.backhaul.parity.Aftermath.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.delta.IdMap;
import dev.backhaul.journal.Op;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Answers;
import dev.backhaul.plan.Decision.Kind;
import dev.backhaul.plan.Decision.State;
import dev.backhaul.plan.Questions;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.Writer;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Ids;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainTest {
  private static final String MAIL = "ada@example.org";
  @TempDir Path folder;
  private Aftermath house;
  private Explain explain;

  @BeforeEach
  void aContactThatCameHome() {
    house = new Aftermath(folder);
    Ids ids = new Ids(TIME, new Random(3));
    ObjectNode fields = Json.object();
    fields.putObject("properties").put("email", "Ada@Example.org").put("phone", "12345");
    house.sweep("contact", item("7", fields), item("8", Json.object()));
    house.evidence(
        "contact",
        "7",
        new HistoryEvent(
            "7", "properties.phone", TextNode.valueOf("999"), CUTOVER, Writer.UNKNOWN));
    house.original(
        "user", new Item("70", null, "s1", CUTOVER, CUTOVER, Json.object().put("phone", "999")));
    house.decide(
        decision(
            "contact:7",
            "user",
            Kind.UPDATE,
            State.APPLIED,
            "70",
            null,
            Json.object().put("phone", "12345")));
    house.link("contact:7", "user", "70", IdMap.Origin.MIGRATION);
    house.ask("contact:7", "CONFLICT", false);
    new Answers(house.store, new Questions(house.store), house.audit, ids, TIME)
        .answer("g-CONFLICT", "take", new Actor("mia", Set.of(Actor.Role.OPERATOR)), "she said so");
    house.wrote("contact:7", Op.UPDATE, "user", "70", null, Json.object().put("phone", "12345"));
    new Approvals(house.store, house.audit, ids, TIME, true)
        .approvePlan(
            "hash-1", "mia", new Actor("kai", Set.of(Actor.Role.APPROVER)), "looked at it");
    explain = Explain.of(house.store, Map.of("contact", List.of("properties.email")));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private JsonNode life(String key, boolean reveal) {
    return explain.explain(key, reveal).toJson().path("records").path(0);
  }

  @Test
  void a_record_is_found_by_either_id_its_join_key_and_its_natural_key() {
    for (String key : List.of("contact:7", "user/70", "jk-7", MAIL)) {
      assertThat(life(key, false).path("record").asText()).as(key).isEqualTo("contact:7");
    }
  }

  @Test
  void an_unknown_key_says_what_a_key_may_be() {
    assertThat(explain.explain("nobody@example.org").lines())
        .singleElement()
        .asString()
        .contains("join key");
  }

  @Test
  void the_whole_life_is_told_in_order() {
    JsonNode life = life("contact:7", true);
    JsonNode phone = life.path("evidence").path(1);
    assertThat(phone.path("field").asText()).isEqualTo("properties.phone");
    assertThat(phone.path("state").asText()).isEqualTo("UNKNOWN_WRITER");
    assertThat(phone.path("now").asText()).isEqualTo("999");
    assertThat(life.path("home").path(0).path("origin").asText()).isEqualTo("MIGRATION");
    assertThat(life.path("original").path(0).path("because").asText())
        .isEqualTo("unchanged since cutover");
    assertThat(life.path("decision").path(0).path("set").path("phone").asText()).isEqualTo("12345");
    JsonNode answer = life.path("questions").path(0).path("answer");
    assertThat(answer.path("actor").asText()).isEqualTo("mia");
    assertThat(answer.path("reason").asText()).isEqualTo("she said so");
    JsonNode entry = life.path("journal").path(0);
    assertThat(entry.path("state").asText()).isEqualTo("VERIFIED");
    assertThat(entry.path("sentAt").asText()).isEqualTo(NOW.toString());
    assertThat(life.path("approvals").path(0).path("actor").asText()).isEqualTo("kai");
  }

  @Test
  void values_are_masked_unless_asked_for() {
    Explanation masked = explain.explain(MAIL);
    String all = Json.text(masked.toJson()) + masked.lines();
    assertThat(all).doesNotContainIgnoringCase(MAIL).doesNotContain("12345").doesNotContain("999");
    assertThat(all).contains("text of 5").contains("two sides changed it").contains("masked");
    assertThat(Json.text(explain.explain(MAIL, true).toJson())).contains("12345");
  }

  @Test
  void a_record_without_a_decision_is_told_as_far_as_it_goes() {
    assertThat(explain.explain("contact:8").lines())
        .contains("  decision: none", "  journal: none");
  }

  @Test
  void line_breaks_and_terminal_codes_in_values_do_nothing() {
    ObjectNode evil = Json.object().put("name", "a\n\u001b[2Jb");
    house.sweep("contact", item("9", evil));
    assertThat(explain.explain("contact:9", true).lines())
        .allSatisfy(line -> assertThat(line).doesNotContain("\u001b").doesNotContain("\n"));
  }

  @Test
  void a_mask_keeps_the_shape_and_the_symbols_of_records() {
    JsonNode value = Json.parse("{\"a\":[\"xy\",1,true,null],\"b\":{\"$ref\":\"contact:1\"}}");
    assertThat(Masked.of(value))
        .isEqualTo(
            Json.parse(
                "{\"a\":[\"text of 2\",\"number\",\"boolean\",null],\"b\":{\"$ref\":\"contact:1\"}}"));
  }
}
