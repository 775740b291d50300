package dev.backhaul.outbox;

import dev.backhaul.delta.StagedRecords;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Questions;
import org.jspecify.annotations.Nullable;

/** What is published, each a topic of its own. */
public enum Topic {
  /** Every staged record, and again with what its history proves. */
  DELTA(
      StagedRecords.TOPIC,
      """
      SELECT object || ':' || id AS id, object || ':' || id AS record,
        row_number() OVER (ORDER BY staged_at, object, id) AS seq FROM staged
      """),
  /** What the plan says of each record, and what became of it. */
  DECISIONS(
      Decisions.TOPIC,
      "SELECT id, id AS record, row_number() OVER (ORDER BY position, id) AS seq FROM decision"),
  /** What people must choose, and what they chose. */
  QUESTIONS(
      Questions.TOPIC,
      """
      SELECT id, decision AS record, row_number() OVER (ORDER BY asked_at, id) AS seq
      FROM question
      """),
  /** What the source refused to take, or to take back. */
  REJECTS(
      Decisions.REJECTS,
      """
      SELECT id, id AS record, row_number() OVER (ORDER BY position, id) AS seq
      FROM decision WHERE state = 'REFUSED'
        OR id IN (SELECT decision FROM question WHERE code = 'UNDO_REJECTED')
      """),
  /** Who did what, when and why; numbered by itself, so it needs no marks. */
  AUDIT("audit", null);

  /** The version of every message's form; it moves when a consumer must be changed. */
  static final int VERSION = 1;

  private final String label;
  private final @Nullable String standing;

  Topic(String label, @Nullable String standing) {
    this.label = label;
    this.standing = standing;
  }

  /** Its name in the store, and in Kafka after the prefix. */
  public String label() {
    return label;
  }

  /** The name of its messages' schema. */
  String schema() {
    return "dev.backhaul." + label;
  }

  /** Selects id, record and seq of all that stands when publishing begins; null for the audit. */
  @Nullable String standing() {
    return standing;
  }
}
