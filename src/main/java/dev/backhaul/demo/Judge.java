package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Holds what happened against what the oracle wrote down. Knows nothing of the service. */
public final class Judge {
  private Judge() {}

  /**
   * Judges a whole rollback.
   *
   * @param before the source at cutover, after seeding
   * @param after the source at the end, when silence has been lifted
   * @param source the source's ledger
   * @param target the target's ledger
   * @param asked the questions that stand open
   * @param reported the systematic faults that the service named
   */
  public static Verdict judge(
      Oracle oracle,
      Snapshot before,
      Snapshot after,
      Dealings source,
      Dealings target,
      Set<Asked> asked,
      Set<Fault> reported) {
    List<Finding> findings = new ArrayList<>();
    Births births = new Births(oracle, before, after, findings);
    births.run();
    new Records(oracle, before, after, findings).run();
    new Comments(oracle, before, after, births, findings).run();
    questions(oracle, asked, findings);
    rules(before, after, findings);
    ledgers(source, target, before.habits(), births, findings);
    fault(oracle, reported, findings);
    return new Verdict(List.copyOf(findings));
  }

  /**
   * Judges a whole rollback between two sandboxes.
   *
   * @param before the source at cutover, copied after seeding
   * @param source the source as it stands, nobody else inside
   */
  public static Verdict judge(
      Oracle oracle,
      Snapshot before,
      ZendeskState source,
      Ledger sourceLedger,
      Ledger targetLedger,
      Set<Asked> asked,
      Set<Fault> reported) {
    return judge(
        oracle,
        before,
        Snapshot.of(source),
        Dealings.of(sourceLedger),
        Dealings.of(targetLedger),
        asked,
        reported);
  }

  /**
   * Judges a source after everything has been undone: as it was at cutover, what was made put
   * aside, nobody notified, no limit hit, the target untouched.
   */
  static Verdict undone(
      Oracle oracle, Snapshot before, Snapshot after, Dealings source, Dealings target) {
    List<Finding> findings = new ArrayList<>();
    new TakenBack(oracle, before, after, findings).run();
    rules(before, after, findings);
    manners(source, target, findings);
    return new Verdict(List.copyOf(findings));
  }

  private static void questions(Oracle oracle, Set<Asked> asked, List<Finding> findings) {
    for (Asked question : oracle.questions()) {
      if (!asked.contains(question)) {
        findings.add(new Finding("questions-exact", "Not asked: " + question + "."));
      }
    }
    asked.stream()
        .filter(question -> !oracle.questions().contains(question))
        .sorted()
        .forEach(
            q -> findings.add(new Finding("questions-exact", "Asked without need: " + q + ".")));
  }

  private static void rules(Snapshot before, Snapshot after, List<Finding> findings) {
    for (Map.Entry<String, SortedMap<String, ObjectNode>> kind : before.rules().entrySet()) {
      var now = after.rules().getOrDefault(kind.getKey(), new TreeMap<>());
      kind.getValue()
          .forEach(
              (id, rule) -> {
                var left = now.get(id);
                if (left == null
                    || !left.deepCopy()
                        .without("updated_at")
                        .equals(rule.deepCopy().without("updated_at"))) {
                  findings.add(
                      new Finding(
                          "restored",
                          "The " + kind.getKey() + " " + id + " is not as it was captured."));
                }
              });
      now.keySet().stream()
          .filter(id -> !kind.getValue().containsKey(id))
          .forEach(
              id ->
                  findings.add(
                      new Finding("restored", "The " + kind.getKey() + " " + id + " is new.")));
    }
  }

  private static void ledgers(
      Dealings source, Dealings target, Habits habits, Births births, List<Finding> findings) {
    manners(source, target, findings);
    Map<String, Integer> counts = new TreeMap<>();
    for (Dealings.Write write : source.writes()) {
      if (habits.objects().contains(write.object())
          && write.kind().equals("updated")
          && !births.canaries().contains(write.id())) {
        for (String field : write.fields()) {
          String what = write.object() + " " + write.id() + " " + field;
          if (counts.merge(what, 1, Integer::sum) == habits.mostWrites(field) + 1) {
            findings.add(new Finding("nothing-twice", "Written too often: " + what + "."));
          }
        }
      }
    }
  }

  /** What holds of every day in both systems. */
  private static void manners(Dealings source, Dealings target, List<Finding> findings) {
    for (String mail : source.mails()) {
      findings.add(new Finding("no-mail", "The source notified somebody: " + mail + "."));
    }
    for (String mail : target.mails()) {
      findings.add(new Finding("no-mail", "The target notified somebody: " + mail + "."));
    }
    if (source.refusals() + target.refusals() > 0) {
      findings.add(
          new Finding(
              "no-429",
              "Requests refused by a limit: "
                  + source.refusals()
                  + " in the source, "
                  + target.refusals()
                  + " in the target."));
    }
    for (Dealings.Write write : target.writes()) {
      findings.add(
          new Finding(
              "target-untouched",
              "The target's " + write.object() + " " + write.id() + " was " + write.kind() + "."));
    }
  }

  private static void fault(Oracle oracle, Set<Fault> reported, List<Finding> findings) {
    Fault fault = oracle.fault();
    boolean named = false;
    for (Fault given : reported) {
      if (given.object().equals(fault.object())
          && given.field().equals(fault.field())
          && given.swapped().equals(fault.swapped())) {
        named = true;
        if (given.records() < oracle.faultSeen() || given.records() > fault.records()) {
          findings.add(
              new Finding(
                  "fault-named",
                  "The swapped values of "
                      + fault.object()
                      + " "
                      + fault.field()
                      + " are counted as "
                      + given.records()
                      + " records; expected "
                      + oracle.faultSeen()
                      + " to "
                      + fault.records()
                      + "."));
        }
      } else {
        findings.add(
            new Finding(
                "fault-named",
                "A fault was reported that is none: "
                    + given.object()
                    + " "
                    + given.field()
                    + "."));
      }
    }
    if (!named) {
      findings.add(
          new Finding(
              "fault-named",
              "The swapped values of "
                  + fault.object()
                  + " "
                  + fault.field()
                  + " were not named."));
    }
  }
}
