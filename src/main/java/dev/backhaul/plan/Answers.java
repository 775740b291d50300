package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The {@code answer} table: who chose what, and why. Answers outlive re-planning. */
public final class Answers {
  private final Store store;
  private final Questions questions;
  private final Corrections corrections;
  private final Audit audit;
  private final Ids ids;
  private final Time time;

  /** Over one rollback's store. */
  public Answers(Store store, Questions questions, Audit audit, Ids ids, Time time) {
    this.store = store;
    this.questions = questions;
    corrections = new Corrections(store);
    this.audit = audit;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Records an answer; the next plan follows it.
   *
   * @param scope a question's id, or a group to answer all of it
   * @param choice the name of one of its choices
   * @throws IllegalArgumentException if there is no such question or choice, or no reason is given
   */
  public void answer(String scope, String choice, Actor actor, String reason) {
    answer(scope, choice, Correction.Typed.NOTHING, actor, reason);
  }

  /**
   * Records an answer that changes refused writes beyond its choice.
   *
   * @param typed fields and values; none for other questions
   * @throws IllegalArgumentException if there is no such question or choice, no reason is given, or
   *     the choice lacks or does not take what was typed
   */
  public void answer(
      String scope, String choice, Correction.Typed typed, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "answer questions");
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an answer needs a reason: it stands in the audit trail");
    }
    if (!questions.exists(scope)) {
      throw new IllegalArgumentException(
          "no question or group '" + scope + "'; list them with: backhaul questions");
    }
    Question example = example(scope);
    Question.Choice chosen =
        example.choices().stream()
            .filter(each -> each.name().equals(choice))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'"
                            + choice
                            + "' is not a choice of "
                            + scope
                            + "; choose one of "
                            + example.choices().stream().map(Question.Choice::name).toList()));
    String id = ids.next();
    Optional<Correction> correction = correction(id, example, chosen, typed);
    store.useTransaction(
        handle -> {
          correction.ifPresent(each -> corrections.keep(handle, each));
          handle
              .createUpdate(
                  """
                  INSERT INTO answer (id, scope, choice, actor, reason, at)
                  VALUES (:id, :scope, :choice, :actor, :reason, :at)
                  """)
              .bind("id", id)
              .bind("scope", scope)
              .bind("choice", choice)
              .bind("actor", actor.name())
              .bind("reason", reason)
              .bind("at", time.instant().toEpochMilli())
              .execute();
          questions.answered(handle, scope);
          audit.append(handle, actor.name(), "decide", scope, said(choice, correction, reason));
        });
  }

  /** The choice taken for one question, or else for its group; empty while open. */
  public Optional<String> find(Handle handle, Question question) {
    return handle
        .createQuery(
            """
            SELECT choice FROM answer WHERE scope = :id OR scope = :group
            ORDER BY CASE WHEN scope = :id THEN 0 ELSE 1 END, at DESC, id DESC LIMIT 1
            """)
        .bind("id", question.id())
        .bind("group", question.group())
        .mapTo(String.class)
        .findOne();
  }

  /** The newest answer by scope. */
  Map<String, String> all() {
    return store.read(
        handle -> {
          Map<String, String> out = new HashMap<>();
          handle
              .createQuery("SELECT scope, choice FROM answer ORDER BY at, id")
              .map((row, context) -> Map.entry(row.getString("scope"), row.getString("choice")))
              .forEach(entry -> out.put(entry.getKey(), entry.getValue()));
          return out;
        });
  }

  private static Optional<Correction> correction(
      String id, Question question, Question.Choice choice, Correction.Typed typed) {
    Optional<Correction.Kind> kind =
        Corrections.REFUSALS.contains(question.code())
            ? Correction.Kind.of(choice.name())
            : Optional.empty();
    if (kind.isEmpty() && !typed.nothing()) {
      throw new IllegalArgumentException(
          "'" + choice.name() + "' takes neither field nor value: give the choice alone");
    }
    List<String> named = new ArrayList<>();
    choice.effect().path(Correction.PATHS).forEach(path -> named.add(path.asText()));
    return kind.map(each -> Correction.of(id, each, named, typed));
  }

  /** Values stay out of the audit trail: it is not encrypted. */
  private static ObjectNode said(String choice, Optional<Correction> correction, String reason) {
    ObjectNode out = Json.object().put("choice", choice).put("reason", reason);
    correction
        .filter(each -> !each.paths().isEmpty())
        .ifPresent(each -> each.paths().forEach(out.withArray("fields")::add));
    return out;
  }

  /** The question itself, or one of the group: all of a group offer the same choices. */
  private Question example(String scope) {
    String decision =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT decision FROM question WHERE id = :scope OR grp = :scope ORDER BY id LIMIT 1")
                    .bind("scope", scope)
                    .mapTo(String.class)
                    .one());
    return questions.of(decision).stream()
        .filter(q -> q.id().equals(scope) || q.group().equals(scope))
        .findFirst()
        .orElseThrow();
  }
}
