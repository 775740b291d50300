package dev.backhaul.integration;

<<<<<<< HEAD
import dev.backhaul.journal.Entry;
import dev.backhaul.json.Json;
=======
import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Jq;
>>>>>>> gateway
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

<<<<<<< HEAD
=======
  /** What a machine sees of it now. */
  Check look(Wired one, Step step, Look look, Book book) {
    ManualStep.Check check = check(one, step);
    if (check == null) {
      return Check.NONE;
    }
    boolean any = false;
    Jq that = check.that();
    if (that != null && one.readable() && !step.item().isEmpty()) {
      any = true;
      if (!that.test(variables(one, step, look, book))) {
        return Check.FAILS;
      }
    }
    if (check.delivery() != null) {
      Instant since = first(step).orElse(asked(step));
      Boolean arrived = ground.arrivals().since(one.name(), since).orElse(null);
      if (arrived != null) {
        any = true;
        if (arrived != (check.delivery() == ManualStep.Delivery.ARRIVES)) {
          return Check.FAILS;
        }
      }
    }
    return any ? Check.HOLDS : Check.NONE;
  }

  private static JsonNode variables(Wired one, Step step, Look look, Book book) {
    Captures.@Nullable Capture capture = book.capture(step.item());
    try {
      return Variables.of(
          one,
          step.item(),
          look.at(one, step.item()).image(),
          capture == null ? null : capture.image(),
          one.holdAt() == null ? null : String.valueOf(one.holdAt()));
    } catch (PlatformException e) {
      throw new IntegrationException(
          "the machine's own look at step " + step.id() + " failed: " + e.failure().reason());
    }
  }

  private static ManualStep.@Nullable Check check(Wired one, Step step) {
    for (ManualStep each : one.kind().checklist()) {
      if (each.when().name().equals(step.due())
          && text(one, step.item(), each).equals(step.step())) {
        return each.check();
      }
    }
    return null;
  }

  private Instant asked(Step step) {
    return ground
        .store()
        .read(
            handle ->
                Instant.ofEpochMilli(
                    handle
                        .createQuery("SELECT asked_at FROM integration_step WHERE id = :id")
                        .bind("id", step.id())
                        .mapTo(Long.class)
                        .one()));
  }

  private Optional<Instant> first(Step step) {
    return ground
        .store()
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT at FROM integration_confirmation WHERE step = :id ORDER BY at LIMIT 1")
                    .bind("id", step.id())
                    .mapTo(Long.class)
                    .findOne())
        .map(Instant::ofEpochMilli);
  }

  /** Counts one person's word; done once enough different people have given it. */
  Step confirm(
      Step step,
      Actor actor,
      boolean effect,
      String note,
      @Nullable Attachment evidence,
      Check seen) {
    refuseWhatCannotCount(step, actor, effect, evidence, seen);
    return ground
        .store()
        .inTransaction(
            tx -> {
              if (votes(tx, step.id(), !effect) > 0) {
                throw new IntegrationException(
                    "step " + step.id() + ": somebody said the opposite; settle that first");
              }
              keep(tx, step, actor, effect, note, evidence);
              boolean enough = votes(tx, step.id(), effect) >= step.people();
              if (enough && step.wantsEvidence() && attached(tx, step.id()) == 0) {
                throw new IntegrationException(
                    "step "
                        + step.id()
                        + ": nobody has attached evidence yet ("
                        + step.evidence()
                        + "); give it with --evidence");
              }
              tx.createUpdate(
                      "UPDATE integration_step SET checked = :checked, state = :state, done_at = :done"
                          + " WHERE id = :id")
                  .bind("checked", seen.name())
                  .bind("state", enough ? "DONE" : "ASKED")
                  .bind("done", enough ? ground.time().millis() : null)
                  .bind("id", step.id())
                  .execute();
              if (enough && step.due().equals(ManualStep.When.RESUME.name())) {
                withdraw(tx, step.integration(), step.item());
              }
              return step(tx, step.id());
            });
  }

  private static void refuseWhatCannotCount(
      Step step, Actor actor, boolean effect, @Nullable Attachment evidence, Check seen) {
    if (!step.state().equals("ASKED")) {
      throw new IntegrationException(
          "step " + step.id() + " is " + step.state().toLowerCase(Locale.ROOT));
    }
    if (step.confirmedBy().contains(actor.name())) {
      throw new IntegrationException(
          "step " + step.id() + " needs a second person: " + actor.name() + " has confirmed it");
    }
    if (!effect && !step.due().equals(SETTLE)) {
      throw new IntegrationException(
          "step "
              + step.id()
              + " is confirmed when it is done; --no-effect is for unclear changes");
    }
    if (effect && seen == Check.FAILS) {
      throw new IntegrationException(
          "step "
              + step.id()
              + ": a look at the provider says that it is not so; do it, then confirm");
    }
    if (evidence != null && evidence.content().length > MOST_EVIDENCE) {
      throw new IntegrationException("evidence of at most " + MOST_EVIDENCE + " bytes");
    }
  }

  private static long votes(Handle tx, String step, boolean effect) {
    return tx.createQuery(
            "SELECT COUNT(*) FROM integration_confirmation WHERE step = :id AND effect = :effect")
        .bind("id", step)
        .bind("effect", effect ? 1 : 0)
        .mapTo(Long.class)
        .one();
  }

  private static long attached(Handle tx, String step) {
    return tx.createQuery(
            "SELECT COUNT(*) FROM integration_confirmation WHERE step = :id AND hash IS NOT NULL")
        .bind("id", step)
        .mapTo(Long.class)
        .one();
  }

  private void keep(
      Handle tx,
      Step step,
      Actor actor,
      boolean effect,
      String note,
      @Nullable Attachment evidence) {
    String hash = evidence == null ? null : sha256(evidence.content());
    byte[] content =
        evidence == null
            ? null
            : ground
                .store()
                .payload()
                .encode(
                    Json.object()
                        .put("base64", Base64.getEncoder().encodeToString(evidence.content())));
    tx.createUpdate(
            "INSERT INTO integration_confirmation (step, actor, effect, note, name, hash, content, at)"
                + " VALUES (:step, :actor, :effect, :note, :name, :hash, :content, :at)")
        .bind("step", step.id())
        .bind("actor", actor.name())
        .bind("effect", effect ? 1 : 0)
        .bind("note", note)
        .bind("name", evidence == null ? null : evidence.name())
        .bind("hash", hash)
        .bind("content", content)
        .bind("at", ground.time().millis())
        .execute();
    ground
        .audit()
        .append(
            tx,
            actor.name(),
            "confirm a manual step",
            step.integration(),
            Json.object()
                .put("step", step.id())
                .put("effect", effect)
                .put("note", note)
                .put("evidence", hash));
  }

  /** Put back by hand: what was done by hand before counts no longer. */
  private static void withdraw(Handle tx, String integration, String item) {
    tx.createUpdate(
            "UPDATE integration_step SET state = 'WITHDRAWN' WHERE integration = :integration"
                + " AND item = :item AND due IN ('PAUSE', 'REPOINT', 'RESUME')")
        .bind("integration", integration)
        .bind("item", item)
        .execute();
  }

>>>>>>> gateway
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
