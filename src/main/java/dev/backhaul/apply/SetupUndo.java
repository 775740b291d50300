package dev.backhaul.apply;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.SetupState;
import dev.backhaul.platform.SetupVerb;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes away what {@link Setup} made, once nothing needs it any more; only what we made ourselves,
 * and only after a second person has seen what goes and what stays behind.
 */
public final class SetupUndo {
  private final Store store;
  private final Journal journal;
  private final Account account;
  private final Audit audit;
  private final Gate gate;
  private final Setup setup;

  private SetupUndo(Applier.Ground ground, Applier.Steps steps, Audit audit) {
    this.store = ground.store();
    this.journal = ground.journal();
    this.account = ground.account();
    this.audit = audit;
    this.gate = steps.gate();
    this.setup = steps.setup();
  }

  /** Over the same ground and steps as an applier. */
  public static SetupUndo on(Applier.Ground ground, Applier applier, Audit audit) {
    return new SetupUndo(ground, applier.steps(), audit);
  }

  /**
   * What taking the setup away would do.
   *
   * @param hash what an approval names; it covers the entries
   * @param what one sentence for each object, with what stays behind; empty if nothing was set up
   */
  public record Removal(String hash, List<String> what) {}

  /** Says what would be taken away; writes nothing. */
  public Removal removal() {
    StringBuilder covered = new StringBuilder("setup\n");
    List<String> what = new ArrayList<>();
    for (Entry entry : made()) {
      covered.append(entry.id()).append('\n');
      what.add(
          entry.object()
              + ": the field "
              + setup.name(entry.object())
              + " is taken away; what stays behind: "
              + remains(entry.object()));
    }
    return new Removal(Json.sha256(covered.toString()), what);
  }

  /**
   * Takes away what was set up, with the values in it.
   *
   * @return how many fields were taken away
   * @throws GateClosedException if that is not approved, or records that were written by the key
   *     still stand
   * @throws StoppedException if the platform does not answer; try again
   */
  public int undo(Removal removal, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "undo the setup");
    gate.admitUndo(removal.hash());
    if (!removal().equals(removal)) {
      throw new GateClosedException(List.of("the setup has changed since: look at it again"));
    }
    List<Entry> made = made();
    List<String> standing = new ArrayList<>();
    for (Entry entry : made) {
      long records = standing(entry.object());
      if (records > 0) {
        standing.add(
            records
                + " records of "
                + entry.object()
                + " bear the key "
                + setup.name(entry.object())
                + ": undo those writes first");
      }
    }
    if (!standing.isEmpty()) {
      throw new GateClosedException(standing);
    }
    made.forEach(entry -> takeAway(entry, actor, reason));
    return made.size();
  }

  private List<Entry> made() {
    return store.read(handle -> journal.in(handle, Set.of(State.VERIFIED))).stream()
        .filter(Setup::owns)
        .toList();
  }

  private String remains(String object) {
    dev.backhaul.manifest.Setup wanted = account.type(object).map(ObjectType::setup).orElse(null);
    return wanted == null ? "nothing" : wanted.uniqueProperty().remains();
  }

  private long standing(String object) {
    return store.<Integer, RuntimeException>read(
        handle ->
            journal
                .select(
                    handle,
                    "role = :role AND object = :object AND subject = 'WRITE'"
                        + " AND op IN ('CREATE', 'APPEND') AND state NOT IN ('FAILED', 'RESTORED')",
                    query -> query.bind("role", journal.role().name()).bind("object", object))
                .size());
  }

  private void takeAway(Entry entry, Actor actor, String reason) {
    String object = entry.object();
    try {
      account.setup(object, SetupVerb.REMOVE);
    } catch (PlatformException e) {
      throw new StoppedException(e.getMessage() + "; the setup is not undone, try again", e);
    }
    if (setup.look(object) != SetupState.MISSING) {
      throw new StoppedException(
          "the field " + setup.name(object) + " of " + object + " is still there; try again");
    }
    setup.forget(object);
    journal.commit(
        CrashPoint.Step.RESTORED,
        tx -> {
          journal.move(tx, entry, State.RESTORED, entry.trace());
          for (Entry filled : journal.in(tx, Set.of(State.VERIFIED))) {
            boolean ours = filled.intent().subject() == Intent.Subject.SETUP;
            if (ours && filled.object().equals(object)) {
              journal.move(tx, filled, State.RESTORED, filled.trace());
            }
          }
          audit.append(
              tx,
              actor.name(),
              "undo setup",
              object,
              Json.object().put("field", setup.name(object)).put("reason", reason));
          return true;
        });
  }
}
