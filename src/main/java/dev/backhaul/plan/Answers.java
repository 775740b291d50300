package dev.backhaul.plan;

import dev.backhaul.json.Json;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The {@code answer} table: who chose what, and why. Answers outlive re-planning. */
public final class Answers {
  private final Store store;
  private final Questions questions;
  private final Audit audit;
  private final Ids ids;
  private final Time time;

  /** Over one rollback's store. */
  public Answers(Store store, Questions questions, Audit audit, Ids ids, Time time) {
    this.store = store;
    this.questions = questions;
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
    actor.require(Actor.Role.OPERATOR, "answer questions");
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an answer needs a reason: it stands in the audit trail");
    }
    if (!questions.exists(scope)) {
      throw new IllegalArgumentException(
          "no question or group '" + scope + "'; list them with: backhaul questions");
    }
    List<String> known = choices(scope);
    if (!known.contains(choice)) {
      throw new IllegalArgumentException(
          "'" + choice + "' is not a choice of " + scope + "; choose one of " + known);
    }
    store.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO answer (id, scope, choice, actor, reason, at)
                  VALUES (:id, :scope, :choice, :actor, :reason, :at)
                  """)
              .bind("id", ids.next())
              .bind("scope", scope)
              .bind("choice", choice)
              .bind("actor", actor.name())
              .bind("reason", reason)
              .bind("at", time.instant().toEpochMilli())
              .execute();
          questions.answered(handle, scope);
          audit.append(
              handle,
              actor.name(),
              "decide",
              scope,
              Json.object().put("choice", choice).put("reason", reason));
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

  private List<String> choices(String scope) {
    Optional<String> one = store.read(handle -> example(handle, scope));
    return one.map(
            decision ->
                questions.of(decision).stream()
                    .filter(q -> q.id().equals(scope) || q.group().equals(scope))
                    .flatMap(q -> q.choices().stream())
                    .map(Question.Choice::name)
                    .distinct()
                    .toList())
        .orElse(List.of());
  }

  private static Optional<String> example(Handle handle, String scope) {
    return handle
        .createQuery(
            "SELECT decision FROM question WHERE id = :scope OR grp = :scope ORDER BY id LIMIT 1")
        .bind("scope", scope)
        .mapTo(String.class)
        .findOne();
  }
}
