package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Refused writes as people see them: one row a record, grouped by root cause, with what was
 * answered and what became of it. A view over questions, answers and decisions; nothing is kept
 * twice.
 */
public final class Rejects {
  private static final int SAMPLES = 5;

  /** Codes of questions about refused writes, and about refused undo. */
  public static final List<String> CODES = List.of("REJECTED", "ALREADY_THERE", "UNDO_REJECTED");

  /** Where each refused write stands is said here, once, for lists and counts alike. */
  private static final String ROWS =
      """
      SELECT refused.*, CASE
          WHEN choice = 'leave' THEN 'LEFT'
          WHEN (state IS NULL OR state = 'REFUSED') AND choice IS NULL THEN 'WAITING'
          WHEN state IS NULL OR state = 'REFUSED' THEN 'ANSWERED'
          WHEN code = 'UNDO_REJECTED' THEN 'WAITING'
          WHEN state IN ('APPLIED', 'UNDONE') OR kind = 'NONE' THEN 'RESOLVED'
          ELSE 'PLANNED' END AS standing
      FROM (
        SELECT question.id, question.grp, question.code, question.decision, question.asked_at,
          question.payload, COALESCE(decision.object, question.object) AS object, decision.kind,
          decision.state, decision.source_id, decision.join_key,
          (SELECT choice FROM answer WHERE answer.scope = question.id OR answer.scope = question.grp
            ORDER BY CASE WHEN answer.scope = question.id THEN 0 ELSE 1 END, answer.at DESC,
              answer.id DESC LIMIT 1) AS choice
        FROM question LEFT JOIN decision ON decision.id = question.decision
        WHERE question.code IN (<codes>) AND question.plan <> :superseded
      ) AS refused
      """;

  private static final String COUNTS =
      "SELECT object, COUNT(*) AS n FROM ("
          + ROWS
          + ") AS counted WHERE standing IN (<open>) GROUP BY object";

  private static final List<String> OPEN =
      Arrays.stream(Standing.values()).filter(Standing::open).map(Standing::name).toList();

  private final Store store;

  /** Over one rollback's store. */
  public Rejects(Store store) {
    this.store = store;
  }

  /** Where a refused write stands. */
  public enum Standing {
    /** A person must choose. */
    WAITING,
    /** Answered; the next plan follows it. */
    ANSWERED,
    /** Planned again; the next run sends it. */
    PLANNED,
    /** A person chose to leave it. */
    LEFT,
    /** Home, or nothing is left to write. */
    RESOLVED;

    /** Whether somebody or something still has to act. */
    public boolean open() {
      return this == WAITING || this == ANSWERED || this == PLANNED;
    }
  }

  /**
   * One root cause.
   *
   * @param group what to answer
   * @param object the source object
   * @param cause codes, fields and shapes of messages; no values
   * @param again whether it was refused once more in spite of an answer
   * @param standings how many records stand where
   * @param samples target records ({@code contact:12}), a few of them
   * @param choices what can be answered
   */
  public record Group(
      String group,
      String code,
      String object,
      String op,
      String cause,
      boolean again,
      Map<Standing, Long> standings,
      List<String> samples,
      List<String> choices) {

    /** All records of the cause. */
    public long records() {
      return standings.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * One refused write.
   *
   * @param question its question's id
   * @param record the target record it comes from ({@code contact:12})
   * @param sourceId the source record; null for one that was to be created
   * @param choice what was answered; null while nothing was
   * @param detail what the platform said, values included: personal data
   */
  public record Row(
      String question,
      String group,
      String record,
      String object,
      @Nullable String sourceId,
      @Nullable String joinKey,
      Standing standing,
      @Nullable String choice,
      Instant at,
      ObjectNode detail) {

    /** Never prints what the platform said. */
    @Override
    public String toString() {
      return "Reject[" + question + " " + record + " " + standing + "]";
    }
  }

  private static final class Sum {
    private final Row example;
    private final Map<Standing, Long> standings = new TreeMap<>();
    private final List<String> samples = new ArrayList<>();

    private Sum(Row example) {
      this.example = example;
    }

    private void add(Row row) {
      standings.merge(row.standing(), 1L, Long::sum);
      if (samples.size() < SAMPLES) {
        samples.add(row.record());
      }
    }
  }

  /**
   * Root causes, those with most records first.
   *
   * @param settled whether also those that nobody has to act on any more
   */
  public List<Group> groups(boolean settled) {
    return store.read(
        handle -> {
          Map<String, Sum> sums = new LinkedHashMap<>();
          select(handle, ROWS + " ORDER BY grp, id")
              .map((row, context) -> row(row))
              .forEach(row -> sums.computeIfAbsent(row.group(), key -> new Sum(row)).add(row));
          return sums.values().stream()
              .filter(sum -> settled || sum.standings.keySet().stream().anyMatch(Standing::open))
              .map(sum -> group(handle, sum))
              .sorted(
                  java.util.Comparator.comparingLong(Group::records)
                      .reversed()
                      .thenComparing(Group::group))
              .toList();
        });
  }

  /** Records of one cause, in the order of their questions' ids, after {@code afterId}. */
  public List<Row> rows(String group, String afterId, int size) {
    return store.read(
        handle ->
            select(handle, ROWS + " WHERE grp = :group AND id > :after ORDER BY id LIMIT :size")
                .bind("group", group)
                .bind("after", afterId)
                .bind("size", size)
                .map((row, context) -> row(row))
                .list());
  }

  /** How many refused writes of each source object wait for a person, or to be sent again. */
  public Map<String, Long> open() {
    return store.read(
        handle -> {
          Map<String, Long> out = new TreeMap<>();
          select(handle, COUNTS)
              .bindList("open", OPEN)
              .map((row, context) -> Map.entry(row.getString("object"), row.getLong("n")))
              .forEach(each -> out.put(each.getKey(), each.getValue()));
          return out;
        });
  }

  private static Query select(Handle handle, String sql) {
    return handle
        .createQuery(sql)
        .bindList("codes", CODES)
        .bind("superseded", Questions.SUPERSEDED);
  }

  private Group group(Handle handle, Sum sum) {
    Row example = sum.example;
    Questions questions = new Questions(store);
    Question question = questions.one(handle, example.question());
    return new Group(
        example.group(),
        question.code(),
        example.object(),
        example.detail().path("op").asText(""),
        example.detail().path("cause").asText(""),
        example.detail().path("corrected").asInt() > 0,
        sum.standings,
        List.copyOf(sum.samples),
        question.choices().stream().map(Question.Choice::name).toList());
  }

  private Row row(ResultSet row) throws SQLException {
    ObjectNode payload = store.payload().decodeObject(row.getBytes("payload"));
    ObjectNode detail = payload.withObject("/detail");
    return new Row(
        row.getString("id"),
        row.getString("grp"),
        row.getString("decision"),
        row.getString("object"),
        row.getString("source_id"),
        row.getString("join_key"),
        Standing.valueOf(row.getString("standing")),
        row.getString("choice"),
        Instant.ofEpochMilli(row.getLong("asked_at")),
        detail);
  }
}
