package dev.backhaul.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, when and why: append-only, each row's hash covering the row and the hash before it.
 * Note the head's hash somewhere else from time to time: a cut-off tail shows only against it.
 */
public final class Audit {
  private static final String START = "0".repeat(64);
  private final InstantSource clock;

  /** An audit trail timed by {@code clock}. */
  public Audit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * One row.
   *
   * @param detail no personal data, no secrets
   */
  public record Entry(
      long seq,
      Instant at,
      String actor,
      String action,
      String subject,
      JsonNode detail,
      String prev,
      String hash) {}

  /**
   * What a check of the whole chain found.
   *
   * @param rows how many rows are sound
   * @param brokenAt the first row that was altered, removed or put in; null if there is none
   * @param head the hash of the last sound row
   */
  public record Verdict(long rows, @Nullable Long brokenAt, String head) {
    /** True if no row was altered. */
    public boolean sound() {
      return brokenAt == null;
    }
  }

  /** Adds a row in the caller's transaction: it stands if and only if what it tells of stands. */
  public void append(Handle tx, String actor, String action, String subject, JsonNode detail) {
    Entry last =
        tx.createQuery("SELECT * FROM audit ORDER BY seq DESC LIMIT 1")
            .map((row, c) -> entry(row))
            .findOne()
            .orElse(null);
    long seq = last == null ? 1 : last.seq() + 1;
    String prev = last == null ? START : last.hash();
    Instant at = Instant.ofEpochMilli(clock.millis());
    tx.createUpdate(
            "INSERT INTO audit (seq, at, actor, action, subject, detail, prev, hash)"
                + " VALUES (:seq, :at, :actor, :action, :subject, :detail, :prev, :hash)")
        .bind("seq", seq)
        .bind("at", at.toEpochMilli())
        .bind("actor", actor)
        .bind("action", action)
        .bind("subject", subject)
        .bind("detail", Json.canonical(detail))
        .bind("prev", prev)
        .bind("hash", hash(seq, at, actor, action, subject, detail, prev))
        .execute();
  }

  /** Reads the whole chain and checks every link. */
  public Verdict verify(Handle handle) {
    try (var rows =
        handle
            .createQuery("SELECT * FROM audit ORDER BY seq")
            .map((row, c) -> entry(row))
            .stream()) {
      long sound = 0;
      String head = START;
      for (var it = rows.iterator(); it.hasNext(); ) {
        Entry row = it.next();
        String expected =
            hash(row.seq(), row.at(), row.actor(), row.action(), row.subject(), row.detail(), head);
        if (row.seq() != sound + 1 || !row.prev().equals(head) || !row.hash().equals(expected)) {
          return new Verdict(sound, sound + 1, head);
        }
        sound++;
        head = row.hash();
      }
      return new Verdict(sound, null, head);
    }
  }

  /** Who did this to {@code subject} last; empty if nobody did. */
  public Optional<String> lastActor(Handle handle, String action, String subject) {
    return handle
        .createQuery(
            "SELECT actor FROM audit WHERE action = :action AND subject = :subject ORDER BY seq DESC LIMIT 1")
        .bind("action", action)
        .bind("subject", subject)
        .mapTo(String.class)
        .findOne();
  }

  /** The newest rows, newest first. */
  public List<Entry> latest(Handle handle, int limit) {
    return handle
        .createQuery("SELECT * FROM audit ORDER BY seq DESC LIMIT :limit")
        .bind("limit", limit)
        .map((row, c) -> entry(row))
        .list();
  }

  /** Rows after a number, oldest first. */
  public List<Entry> after(Handle handle, long seq, int limit) {
    return handle
        .createQuery("SELECT * FROM audit WHERE seq > :seq ORDER BY seq LIMIT :limit")
        .bind("seq", seq)
        .bind("limit", limit)
        .map((row, c) -> entry(row))
        .list();
  }

  /** The number of the newest row; 0 before the first. */
  public static long last(Handle handle) {
    return handle.createQuery("SELECT coalesce(max(seq), 0) FROM audit").mapTo(Long.class).one();
  }

  private static Entry entry(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Entry(
        row.getLong("seq"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("actor"),
        row.getString("action"),
        row.getString("subject"),
        Json.parse(row.getString("detail")),
        row.getString("prev"),
        row.getString("hash"));
  }

  private static String hash(
      long seq,
      Instant at,
      String actor,
      String action,
      String subject,
      JsonNode detail,
      String prev) {
    ObjectNode row = Json.object();
    row.put("seq", seq).put("at", at.toEpochMilli()).put("actor", actor).put("action", action);
    row.put("subject", subject).put("prev", prev).set("detail", detail);
    return Json.hash(row);
  }
}
