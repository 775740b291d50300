package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The {@code question} table: what people must decide, grouped by cause. */
public final class Questions {
  /** Where the outside hears of questions. */
  public static final String TOPIC = "questions";

  /** In place of a plan's id: asked while applying; only an answer ends it. */
  public static final String APPLYING = "applying";

  /** In place of a plan's id: answered, and the same record was refused once more since. */
  static final String SUPERSEDED = "superseded";

  private static final String OPEN =
      """
      NOT EXISTS (SELECT 1 FROM answer WHERE answer.scope = question.id OR answer.scope = question.grp)
      """;
  private final Store store;

  /** Over one rollback's store. */
  public Questions(Store store) {
    this.store = store;
  }

  /**
   * One cause and how many records it holds.
   *
   * @param group what to answer to decide all of them at once
   * @param choices the names of the choices that every question of the group offers
   */
  public record Group(
      String group,
      String code,
      String object,
      String field,
      String cause,
      long questions,
      long holding,
      List<String> choices) {}

  /** Open questions by cause, most records first. */
  public List<Group> groups() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT grp, MIN(id) AS example, COUNT(*) AS n, SUM(holds) AS held FROM question WHERE "
                        + OPEN
                        + " GROUP BY grp ORDER BY n DESC, grp")
                .map(
                    (row, context) ->
                        group(
                            handle,
                            row.getString("example"),
                            row.getLong("n"),
                            row.getLong("held")))
                .list());
  }

  /**
   * Open questions of one group, or all if {@code group} is empty, in id order after {@code
   * afterId}.
   */
  public List<Question> open(String group, String afterId, int size) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM question WHERE "
                        + OPEN
                        + " AND (:group = '' OR grp = :group) AND id > :after ORDER BY id LIMIT :size")
                .bind("group", group)
                .bind("after", afterId)
                .bind("size", size)
                .map((row, context) -> map(row))
                .list());
  }

  /** How many questions wait for an answer. */
  public long countOpen() {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT COUNT(*) FROM question WHERE " + OPEN)
                .mapTo(Long.class)
                .one());
  }

  /** All questions of one decision, answered or not. */
  public List<Question> of(String decision) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT * FROM question WHERE decision = :decision ORDER BY id")
                .bind("decision", decision)
                .map((row, context) -> map(row))
                .list());
  }

  /** True if the group, or a question of this id, exists. */
  public boolean exists(String scope) {
    return store.read(
        handle ->
            handle
                    .createQuery("SELECT COUNT(*) FROM question WHERE id = :scope OR grp = :scope")
                    .bind("scope", scope)
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  /** Asks a question; asked again, only its content and plan change. */
  public void ask(Handle handle, Question question, Instant now, String plan) {
    ObjectNode payload = Json.object();
    payload.set("detail", question.detail());
    var choices = payload.putArray("choices");
    question
        .choices()
        .forEach(c -> choices.addObject().put("name", c.name()).set("effect", c.effect()));
    handle
        .createUpdate(
            """
            INSERT INTO question (id, decision, grp, code, object, field, holds, payload, asked_at, plan)
            VALUES (:id, :decision, :group, :code, :object, :field, :holds, :payload, :now, :plan)
            ON CONFLICT (id) DO UPDATE SET grp = excluded.grp, holds = excluded.holds,
              payload = excluded.payload, plan = excluded.plan
            """)
        .bind("id", question.id())
        .bind("decision", question.decision())
        .bind("group", question.group())
        .bind("code", question.code())
        .bind("object", question.object())
        .bind("field", question.field())
        .bind("holds", question.holdsRecord() ? 1 : 0)
        .bind("payload", store.payload().encode(payload))
        .bind("now", now.toEpochMilli())
        .bind("plan", plan)
        .execute();
    store.outbox().mark(handle, TOPIC, question.id(), question.decision());
    if (Rejects.CODES.contains(question.code())) {
      store.outbox().mark(handle, Decisions.REJECTS, question.decision(), question.decision());
    }
  }

  /** Tells the outside that the questions of a scope (one, or a group) are answered. */
  void answered(Handle handle, String scope) {
    mark(handle, "id = :scope OR grp = :scope", q -> q.bind("scope", scope));
  }

  private void mark(Handle handle, String condition, UnaryOperator<Query> bind) {
    if (!store.outbox().collects(TOPIC)) {
      return;
    }
    record Asked(String id, String decision) {}
    bind.apply(
            handle.createQuery(
                "SELECT id, decision FROM question WHERE " + condition + " ORDER BY id"))
        .map((row, context) -> new Asked(row.getString("id"), row.getString("decision")))
        .list()
        .forEach(each -> store.outbox().mark(handle, TOPIC, each.id(), each.decision()));
  }

  /** Withdraws what decisions asked in earlier plans and no longer ask. */
  void withdraw(Handle handle, List<String> decisions, String plan) {
    if (decisions.isEmpty()) {
      return;
    }
    String old = "decision IN (<decisions>) AND plan NOT IN (:plan, :applying, :superseded)";
    mark(
        handle,
        old,
        q ->
            q.bindList("decisions", decisions)
                .bind("plan", plan)
                .bind("applying", APPLYING)
                .bind("superseded", SUPERSEDED));
    handle
        .createUpdate("DELETE FROM question WHERE " + old)
        .bind("applying", APPLYING)
        .bind("superseded", SUPERSEDED)
        .bindList("decisions", decisions)
        .bind("plan", plan)
        .execute();
  }

  /** A record is refused once more: what was answered stays in force, its question is history. */
  public void supersede(Handle handle, String decision, List<String> codes) {
    withdrawOpen(handle, decision, codes);
    handle
        .createUpdate(
            "UPDATE question SET plan = :superseded WHERE decision = :decision AND code IN (<codes>)")
        .bind("superseded", SUPERSEDED)
        .bind("decision", decision)
        .bindList("codes", codes)
        .execute();
  }

  /** Withdraws what a decision asked with these codes, unless it was answered. */
  public void withdrawOpen(Handle handle, String decision, List<String> codes) {
    String open = "decision = :decision AND code IN (<codes>) AND " + OPEN;
    mark(handle, open, q -> q.bind("decision", decision).bindList("codes", codes));
    handle
        .createUpdate("DELETE FROM question WHERE " + open)
        .bind("decision", decision)
        .bindList("codes", codes)
        .execute();
  }

  /** One question, by its id. */
  Question one(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM question WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> map(row))
        .one();
  }

  private Group group(Handle handle, String example, long n, long held) {
    Question question = one(handle, example);
    String field = question.field();
    return new Group(
        question.group(),
        question.code(),
        question.object(),
        field == null ? "" : field,
        question.detail().path("cause").asText(""),
        n,
        held,
        question.choices().stream().map(Question.Choice::name).toList());
  }

  private Question map(ResultSet row) throws SQLException {
    ObjectNode payload = store.payload().decodeObject(row.getBytes("payload"));
    List<Question.Choice> choices = new ArrayList<>();
    for (JsonNode choice : payload.path("choices")) {
      choices.add(new Question.Choice(choice.path("name").asText(), choice.path("effect")));
    }
    return new Question(
        row.getString("id"),
        row.getString("decision"),
        row.getString("grp"),
        row.getString("code"),
        row.getString("object"),
        row.getString("field"),
        payload.path("detail"),
        choices,
        row.getInt("holds") == 1);
  }
}
