package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A judge is worth what he catches: every way to spoil a perfect rollback must be found. */
@NullUnmarked // looks things up that the world is known to hold
class JudgeTest {
  private static final World WORLD = World.of(3, Scale.SMALL);

  @Test
  void aPerfectRollbackHasNoFinding() {
    assertThat(new Rollback(WORLD).judged().findings()).isEmpty();
  }

  @Test
  void aTicketThatTheSourceClosedByItselfIsNoFinding() {
    Rollback rollback = new Rollback(WORLD);

    rollback.after.of("ticket").values().stream()
        .filter(t -> t.hasNonNull("updated_at") && Scene.is(t, "solved") && !Scene.freshlySolved(t))
        .forEach(t -> t.put("status", "closed").put("updated_at", "2026-03-08T00:00:00Z"));

    assertThat(rollback.judged().findings()).isEmpty();
  }

  @Test
  void aCanaryThatWasDeletedAgainIsNoFinding() {
    Rollback rollback = new Rollback(WORLD);
    ObjectNode canary = Json.object().put("id", 999_999).put("status", "deleted");
    canary.putArray("tags").add("backhaul_canary");

    rollback.after.of("ticket").put(999_999L, canary);

    assertThat(rollback.judged().findings()).isEmpty();
  }

  @Test
  void findingsNameIdsAndFieldsButNoValues() {
    Rollback rollback = new Rollback(WORLD);
    ObjectNode user = untouchedUser(rollback);

    user.put("phone", "+1 555 SECRET");

    assertThat(rollback.judged().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.what()).contains(user.path("id").asText()).contains("phone");
              assertThat(finding.what()).doesNotContain("SECRET");
            });
  }

  @TestFactory
  Stream<DynamicTest> everyDeviationIsFound() {
    return Stream.of(
        spoilt("everything-home", "an edit did not come home", JudgeTest::loseAnEdit),
        spoilt("everything-home", "a born record is missing", JudgeTest::loseABirth),
        spoilt("everything-home", "a born record has another value", JudgeTest::changeABirth),
        spoilt("everything-home", "a reply is missing", r -> talk(r).remove(talk(r).size() - 1)),
        spoilt("everything-home", "a private note became public", r -> note(r).put("public", true)),
        spoilt("everything-home", "a reply has another author", r -> note(r).put("author_id", 1)),
        spoilt("everything-home", "an attachment was lost", JudgeTest::loseAFile),
        spoilt("nothing-twice", "a reply was appended twice", JudgeTest::doubleAReply),
        spoilt("nothing-twice", "a record was created twice", JudgeTest::doubleABirth),
        spoilt("nothing-twice", "a field was written twice", r -> r.writes.add(r.writes.get(0))),
        spoilt("nothing-else-changed", "a closed ticket changed", JudgeTest::changeClosed),
        spoilt(
            "nothing-else-changed",
            "an untouched record was written without a change",
            r -> untouchedUser(r).put("updated_at", "2026-03-09T11:00:00Z")),
        spoilt("nothing-else-changed", "a swapped priority was pushed", JudgeTest::pushPriority),
        spoilt("nothing-else-changed", "a record is gone", r -> r.after.of("user").remove(10_005L)),
        spoilt(
            "nothing-else-changed", "an old comment changed", r -> oldTalk(r).put("public", false)),
        spoilt(
            "nothing-else-changed",
            "a record nobody expects",
            r -> r.after.of("user").put(999_998L, Json.object().put("id", 999_998))),
        spoilt(
            "nothing-else-changed",
            "an address was added to a user",
            r -> r.after.identities().put(10_005L, List.of(Json.object().put("id", 1)))),
        spoilt("questions-exact", "a question was not asked", r -> r.asked.remove(any(r))),
        spoilt(
            "questions-exact",
            "a question too many",
            r -> r.asked.add(new Asked("ticket", "1", null, "CONFLICT"))),
        spoilt("no-mail", "somebody was notified", r -> r.mails.add("ticket 1 by trigger 7")),
        spoilt("no-429", "a limit was hit", r -> r.refusals = 1),
        spoilt(
            "target-untouched",
            "the target was written to",
            r -> r.targetWrites.add(Rollback.write("tickets", 1, "updated", "subject"))),
        spoilt(
            "restored",
            "a trigger stayed off",
            r -> r.after.rules().get("trigger").get("1").put("active", false)),
        spoilt("restored", "a webhook is gone", r -> r.after.rules().get("webhook").clear()),
        spoilt("fault-named", "the fault was not named", r -> r.faults.clear()),
        spoilt(
            "fault-named",
            "the fault was counted wrongly",
            r -> {
              Fault fault = r.oracle.fault();
              r.faults.clear();
              r.faults.add(new Fault(fault.object(), fault.field(), fault.swapped(), 1));
            }),
        spoilt(
            "fault-named",
            "a fault was invented",
            r -> r.faults.add(new Fault("ticket", "subject", new TreeMap<>(), 5))));
  }

  private static DynamicTest spoilt(String law, String name, Consumer<Rollback> spoil) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Rollback rollback = new Rollback(WORLD);
          spoil.accept(rollback);
          assertThat(rollback.judged().byLaw()).containsKey(law);
        });
  }

  private static void loseAnEdit(Rollback rollback) {
    Oracle.Value value = rollback.oracle.values().get(0);
    ObjectNode record = rollback.after.of(value.object()).get(value.id());
    ObjectNode old = rollback.before.of(value.object()).get(value.id());
    Paths.set(record, value.path(), Paths.get(old, value.path()));
  }

  private static void loseABirth(Rollback rollback) {
    Oracle.Birth birth = rollback.oracle.births().get(0);
    rollback.after.of(birth.object()).remove(rollback.id(birth));
  }

  private static void changeABirth(Rollback rollback) {
    Oracle.Birth birth = rollback.oracle.births().get(0);
    rollback.after.of(birth.object()).get(rollback.id(birth)).set("name", TextNode.valueOf("x"));
  }

  private static void doubleABirth(Rollback rollback) {
    Oracle.Birth birth = rollback.oracle.births().get(0);
    ObjectNode twin = rollback.after.of(birth.object()).get(rollback.id(birth)).deepCopy();
    rollback.after.of(birth.object()).put(999_997L, twin.put("id", 999_997));
  }

  private static void doubleAReply(Rollback rollback) {
    Oracle.Reply reply = rollback.oracle.replies().get(0);
    rollback.comment(reply.ticket(), reply);
  }

  private static void loseAFile(Rollback rollback) {
    for (Oracle.Reply reply : rollback.oracle.replies()) {
      if (!reply.files().isEmpty()) {
        rollback.after.talk(reply.ticket()).forEach(comment -> comment.putArray("attachments"));
      }
    }
  }

  private static void changeClosed(Rollback rollback) {
    rollback.after.of("ticket").values().stream()
        .filter(t -> Scene.is(t, "closed"))
        .findFirst()
        .orElseThrow()
        .put("subject", "changed");
  }

  private static void pushPriority(Rollback rollback) {
    rollback.after.of("ticket").values().stream()
        .filter(t -> Scene.is(t, "closed") && t.path("priority").asText().equals("high"))
        .findFirst()
        .orElseThrow()
        .put("priority", "urgent");
  }

  private static Asked any(Rollback rollback) {
    return rollback.oracle.questions().first();
  }

  private static ObjectNode untouchedUser(Rollback rollback) {
    return rollback.after.of("user").values().stream()
        .filter(u -> rollback.oracle.values().stream().noneMatch(v -> v.id() == Scene.id(u)))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode oldTalk(Rollback rollback) {
    return rollback.after.talk(50_001).get(0);
  }

  private static List<ObjectNode> talk(Rollback rollback) {
    return rollback.after.talk(rollback.oracle.replies().get(0).ticket());
  }

  private static ObjectNode note(Rollback rollback) {
    return talk(rollback).get(talk(rollback).size() - 1);
  }
}
