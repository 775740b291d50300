package dev.backhaul.integration;

import dev.backhaul.journal.Entry;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.ManualStep;
import dev.backhaul.store.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What people do, where no request does it: asked once, shown by evidence, confirmed by as many
 * different people as the kind says, and where a machine can look, only if it sees the same.
 */
public final class Steps {
  /** What a step is about that asks what became of a change. */
  static final String SETTLE = "SETTLE";

  private final Ground ground;

  Steps(Ground ground) {
    this.ground = ground;
  }

  /**
   * A step that was asked for.
   *
   * @param item the provider's id; empty for the integration as a whole
   * @param due which verb it stands for
   * @param evidence what to attach
   * @param people how many must confirm it
   * @param state ASKED, DONE or WITHDRAWN
   * @param confirmedBy who did so far
   */
  public record Step(
      String id,
      String integration,
      String item,
      String due,
      String step,
      String owner,
      String evidence,
      int people,
      String state,
      List<String> confirmedBy) {
    /** Whether it counts as done. */
    public boolean done() {
      return state.equals("DONE");
    }

    boolean wantsEvidence() {
      return !evidence.toLowerCase(Locale.ROOT).startsWith("none");
    }
  }

  /** A file that shows it. */
  public record Attachment(String name, byte[] content) {
    /** Never prints the content. */
    @Override
    public String toString() {
      return "Attachment[" + name + ", " + content.length + " bytes]";
    }
  }

  /** What a machine saw of a step. */
  enum Check {
    HOLDS,
    FAILS,
    NONE
  }

  /** The step's text for one item. */
  static String text(Wired one, String item, ManualStep step) {
    String out = step.step().replace("{id}", item.isEmpty() ? "(each)" : item);
    for (var value : one.spec().values().entrySet()) {
      out = out.replace("{" + value.getKey() + "}", value.getValue());
    }
    return out;
  }

  /**
   * Asks for the steps that stand for a verb; those asked already, or done since, are not again.
   */
  List<Result> ask(Wired one, String item, ManualStep.When when, Actor actor) {
    List<Result> out = new ArrayList<>();
    List<ManualStep> list = one.kind().checklist();
    boolean any = false;
    for (int i = 0; i < list.size(); i++) {
      ManualStep step = list.get(i);
      if (step.when() != when) {
        continue;
      }
      any = true;
      Step asked = asked(one, item, step, i, actor);
      out.add(
          Switchboard.result(
              one,
              item,
              Switchboard.word(when),
              asked.done() ? Result.Outcome.ALREADY : Result.Outcome.MANUAL,
              asked.done()
                  ? "confirmed by " + String.join(" and ", asked.confirmedBy())
                  : "step " + asked.id() + " for " + asked.owner() + ": " + asked.step()));
    }
    if (!any && when != ManualStep.When.CAPTURE) {
      out.add(
          Switchboard.result(
              one,
              item,
              Switchboard.word(when),
              Result.Outcome.REFUSED,
              one.kind().kind() + " says neither how a request nor how a person does this"));
    }
    return out;
  }

  private Step asked(Wired one, String item, ManualStep step, int position, Actor actor) {
    return ground
        .store()
        .inTransaction(
            tx -> {
              Optional<String> known =
                  tx.createQuery(
                          "SELECT id FROM integration_step WHERE integration = :integration AND item ="
                              + " :item AND due = :due AND position = :position AND state <> 'WITHDRAWN'")
                      .bind("integration", one.name())
                      .bind("item", item)
                      .bind("due", step.when().name())
                      .bind("position", position)
                      .mapTo(String.class)
                      .findOne();
              String id =
                  known.orElseGet(
                      () ->
                          insert(
                              tx,
                              new Step(
                                  ground.ids().next(),
                                  one.name(),
                                  item,
                                  step.when().name(),
                                  text(one, item, step),
                                  step.owner(),
                                  step.evidence(),
                                  step.confirm(),
                                  "ASKED",
                                  List.of()),
                              position,
                              actor));
              return step(tx, id);
            });
  }

  /** Asks people what became of changes that nobody can read back. */
  void askWhatBecame(Wired one, List<Entry> entries, Actor actor) {
    for (Entry entry : entries) {
      Wish wish = Wish.of(entry);
      ground
          .store()
          .useTransaction(
              tx -> {
                boolean known =
                    tx.createQuery("SELECT COUNT(*) FROM integration_step WHERE id = :id")
                            .bind("id", entry.id())
                            .mapTo(Long.class)
                            .one()
                        > 0;
                if (!known) {
                  insert(
                      tx,
                      new Step(
                          entry.id(),
                          one.name(),
                          wish.item(),
                          SETTLE,
                          "Look whether this took effect: "
                              + wish.word()
                              + " of "
                              + wish.item()
                              + ", sent "
                              + entry.trace().sentAt(),
                          one.spec().owner(),
                          "what the provider's console shows",
                          2,
                          "ASKED",
                          List.of()),
                      -1,
                      actor);
                }
              });
    }
  }

  private String insert(Handle tx, Step step, int position, Actor actor) {
    tx.createUpdate(
            "INSERT INTO integration_step (id, integration, item, due, position, step, owner, evidence,"
                + " people, state, checked, asked_at) VALUES (:id, :integration, :item, :due, :position,"
                + " :step, :owner, :evidence, :people, 'ASKED', 'UNSEEN', :at)")
        .bind("id", step.id())
        .bind("integration", step.integration())
        .bind("item", step.item())
        .bind("due", step.due())
        .bind("position", position)
        .bind("step", step.step())
        .bind("owner", step.owner())
        .bind("evidence", step.evidence())
        .bind("people", step.people())
        .bind("at", ground.time().millis())
        .execute();
    ground
        .audit()
        .append(
            tx,
            actor.name(),
            "ask for a manual step",
            step.integration(),
            Json.object().put("step", step.id()).put("due", step.due()).put("item", step.item()));
    return step.id();
  }

  /** What people did by hand, people put back; what they were only asked is asked no longer. */
  List<Result> putBack(Wired one, Actor actor, boolean dry) {
    List<Result> out = new ArrayList<>();
    for (Step step : of(one.name())) {
      boolean forth = step.due().equals("PAUSE") || step.due().equals("REPOINT");
      if (!forth || step.state().equals("WITHDRAWN")) {
        continue;
      }
      if (dry) {
        out.add(
            Switchboard.result(
                one, step.item(), "resume", Result.Outcome.MANUAL, "put back: " + step.step()));
      } else if (step.done()) {
        out.addAll(ask(one, step.item(), ManualStep.When.RESUME, actor));
      } else {
        ground
            .store()
            .useTransaction(
                tx ->
                    tx.createUpdate(
                            "UPDATE integration_step SET state = 'WITHDRAWN' WHERE id = :id AND state ="
                                + " 'ASKED'")
                        .bind("id", step.id())
                        .execute());
      }
    }
    return out.stream().distinct().toList();
  }

  /**
   * One step.
   *
   * @throws IntegrationException if there is none of that id
   */
  public Step step(String id) {
    return ground.store().read(handle -> step(handle, id));
  }

  static Step step(Handle handle, String id) {
    return select(handle, "id = :key", id).stream()
        .findFirst()
        .orElseThrow(() -> new IntegrationException("no manual step '" + id + "'"));
  }

  /** All steps ever asked of one integration, oldest first. */
  public List<Step> of(String integration) {
    return ground.store().read(handle -> select(handle, "integration = :key", integration));
  }

  private static List<Step> select(Handle handle, String condition, String key) {
    return handle
        .createQuery("SELECT * FROM integration_step WHERE " + condition + " ORDER BY asked_at, id")
        .bind("key", key)
        .map(
            (row, context) ->
                new Step(
                    row.getString("id"),
                    row.getString("integration"),
                    row.getString("item"),
                    row.getString("due"),
                    row.getString("step"),
                    row.getString("owner"),
                    row.getString("evidence"),
                    row.getInt("people"),
                    row.getString("state"),
                    people(handle, row.getString("id"))))
        .list();
  }

  private static List<String> people(Handle handle, String step) {
    return handle
        .createQuery(
            "SELECT actor FROM integration_confirmation WHERE step = :id ORDER BY at, actor")
        .bind("id", step)
        .mapTo(String.class)
        .list();
  }
}
