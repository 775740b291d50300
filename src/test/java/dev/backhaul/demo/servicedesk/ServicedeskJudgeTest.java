package dev.backhaul.demo.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.demo.Asked;
import dev.backhaul.demo.Dealings;
import dev.backhaul.demo.Fault;
import dev.backhaul.demo.Finding;
import dev.backhaul.demo.Oracle;
import dev.backhaul.demo.Scale;
import dev.backhaul.sandbox.hubspot.SourceTag;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge finds every way to break a law of a rollback into HubSpot, and nothing else. */
class ServicedeskJudgeTest {
  private static final ServicedeskWorld WORLD = ServicedeskWorld.of(5, Scale.TINY);
  private static final Instant LATER = Instant.parse("2026-03-09T11:00:00Z");
  private static final SourceTag US = SourceTag.app("990900", null);

  /** One broken law. */
  record Mutant(String name, String law, Consumer<HandRollback> spoil) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void aPerfectRollbackIsFoundPerfect() {
    assertThat(new HandRollback(WORLD).judged().findings()).isEmpty();
  }

  static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant(
            "an edit is missing",
            "everything-home",
            done -> {
              Oracle.Value value = done.oracle.values().get(0);
              set(done, value.object(), "" + value.id(), "subject", "as it was");
            }),
        new Mutant(
            "a field nobody edited is written",
            "nothing-else-changed",
            done -> set(done, "ticket", calm(done), "hs_resolution", "guessed")),
        new Mutant(
            "a record is archived",
            "nothing-else-changed",
            done -> done.state.archive("tickets", calm(done), LATER, US)),
        new Mutant(
            "a record is created twice",
            "nothing-twice",
            done -> {
              Oracle.Birth birth = done.oracle.births().get(0);
              String key = "zendesk:" + birth.targetObject() + ":" + birth.targetId();
              String type = birth.object().equals("company") ? "companies" : birth.object() + "s";
              done.state.create(type, null, Map.of("backhaul_key", key), LATER, US);
            }),
        new Mutant(
            "a note is appended twice",
            "nothing-twice",
            done -> {
              Oracle.Reply reply = done.oracle.replies().get(0);
              done.note("" + reply.ticket(), reply);
            }),
        new Mutant(
            "a note hangs nowhere",
            "nothing-else-changed",
            done ->
                done.state.create("notes", null, Map.of("hs_note_body", "whose am I?"), LATER, US)),
        new Mutant(
            "a note lost its time",
            "everything-home",
            done -> {
              String note = done.note("50001", done.oracle.replies().get(0));
              done.state.archive("notes", note, LATER, US);
              done.state
                  .all("notes")
                  .forEach(
                      row ->
                          done.state.set(
                              "notes",
                              row.id(),
                              Map.of("hs_timestamp", "2026-03-09T11:00:00Z"),
                              LATER,
                              US));
            }),
        new Mutant(
            "a field is written twice",
            "nothing-twice",
            done -> {
              TreeSet<String> subject = new TreeSet<>();
              subject.add("subject");
              Dealings.Write write = new Dealings.Write("tickets", "50001", "updated", subject);
              done.writes.add(write);
              done.writes.add(write);
            }),
        new Mutant(
            "somebody was told",
            "no-mail",
            done -> done.mails.add("contacts 10001 by workflow 901")),
        new Mutant(
            "a workflow stays switched off",
            "restored",
            done ->
                done.state.addFlow(
                    java.util.Objects.requireNonNull(done.state.flow("901"))
                        .put("isEnabled", false))),
        new Mutant(
            "a question is not asked",
            "questions-exact",
            done -> done.asked.remove(done.asked.iterator().next())),
        new Mutant(
            "a question is asked without need",
            "questions-exact",
            done -> done.asked.add(new Asked("ticket", "1", "subject", "CONFLICT"))),
        new Mutant("the load's mistake is not named", "fault-named", done -> done.faults.clear()),
        new Mutant(
            "a mistake is named that is none",
            "fault-named",
            done ->
                done.faults.add(
                    new Fault("user", "user_fields.stage", new TreeMap<>(Map.of("a", "b")), 3))));
  }

  private static void set(
      HandRollback done, String object, String id, String property, String value) {
    done.state.set(object + "s", id, Map.of(property, value), LATER, US);
  }

  /** A ticket that nothing was to be written into. */
  private static String calm(HandRollback done) {
    return WORLD.source().tickets().stream()
        .filter(
            ticket -> done.oracle.values().stream().noneMatch(value -> value.id() == ticket.id()))
        .findFirst()
        .map(ticket -> Long.toString(ticket.id()))
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void aBrokenLawIsFound(Mutant mutant) {
    HandRollback done = new HandRollback(WORLD);

    mutant.spoil().accept(done);

    assertThat(done.judged().findings()).extracting(Finding::law).contains(mutant.law());
  }
}
