package dev.backhaul.parity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What was done, as the store tells it: counts and times, never values of records.
 *
 * @param waves decisions by wave, source object, kind and state
 * @param writes journal entries by source object, operation and state
 * @param firstSent when the first write was sent; null if none was
 * @param lastSent when the last one was
 * @param silence every proof of silence and every restoration, in order, from the audit trail
 * @param silentNow roles of the systems whose proof holds now
 * @param switchedOff rules of the source that are switched off by us now
 * @param restored rules that were switched off and are on again
 * @param audit the audit trail, checked link by link
 */
public record Proceedings(
    List<Wave> waves,
    List<Writes> writes,
    @Nullable Instant firstSent,
    @Nullable Instant lastSent,
    List<Silencing> silence,
    List<String> silentNow,
    long switchedOff,
    long restored,
    Audit.Verdict audit) {

  /** Decisions of one wave; 0 where none was assigned. */
  public record Wave(int wave, String object, String kind, String state, long decisions) {}

  /** Writes of one kind in one state. */
  public record Writes(String object, String op, String state, long entries) {}

  /**
   * Silence proven or put back.
   *
   * @param what {@code prove silence} or {@code restore silence}
   * @param rules rules switched off, or put back
   * @param waived causes a person answers for instead
   */
  public record Silencing(
      Instant at, String actor, String what, String role, long rules, List<String> waived) {}

  /** Read from one rollback's store. */
  public static Proceedings of(Store store, Audit audit) {
    return store.read(
        handle ->
            new Proceedings(
                waves(handle),
                writes(handle),
                sent(handle, "MIN").orElse(null),
                sent(handle, "MAX").orElse(null),
                silence(handle),
                silentNow(handle),
                rules(handle, "VERIFIED"),
                rules(handle, "RESTORED"),
                audit.verify(handle)));
  }

  private static List<Wave> waves(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT wave, object, kind, state, COUNT(*) AS n FROM decision WHERE kind <> 'NONE'
            GROUP BY wave, object, kind, state ORDER BY wave, object, kind, state
            """)
        .map(
            (row, context) ->
                new Wave(
                    row.getInt("wave"),
                    row.getString("object"),
                    row.getString("kind"),
                    row.getString("state"),
                    row.getLong("n")))
        .list();
  }

  private static List<Writes> writes(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT object, op, state, COUNT(*) AS n FROM journal
            WHERE role = 'SOURCE' AND subject IN ('WRITE', 'UNDO')
            GROUP BY object, op, state ORDER BY object, op, state
            """)
        .map(
            (row, context) ->
                new Writes(
                    row.getString("object"),
                    row.getString("op"),
                    row.getString("state"),
                    row.getLong("n")))
        .list();
  }

  private static Optional<Instant> sent(Handle handle, String which) {
    return handle
        .createQuery(
            "SELECT sent_at FROM journal WHERE subject IN ('WRITE', 'UNDO') AND sent_at IS NOT NULL ORDER BY sent_at "
                + (which.equals("MIN") ? "ASC" : "DESC")
                + " LIMIT 1")
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  private static List<Silencing> silence(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT at, actor, action, subject, detail FROM audit
            WHERE action IN ('prove silence', 'restore silence') ORDER BY seq
            """)
        .map(
            (row, context) -> {
              JsonNode detail = Json.parse(row.getString("detail"));
              List<String> waived = new ArrayList<>();
              detail.path("waived").forEach(cause -> waived.add(cause.asText()));
              return new Silencing(
                  Instant.ofEpochMilli(row.getLong("at")),
                  row.getString("actor"),
                  row.getString("action"),
                  row.getString("subject"),
                  detail.path("rules").asLong(),
                  waived);
            })
        .list();
  }

  private static List<String> silentNow(Handle handle) {
    return handle.createQuery("SELECT role FROM silence ORDER BY role").mapTo(String.class).list();
  }

  private static long rules(Handle handle, String state) {
    return handle
        .createQuery(
            "SELECT COUNT(DISTINCT object || ':' || record_id) FROM journal WHERE subject = 'SILENCE' AND state = :state")
        .bind("state", state)
        .mapTo(Long.class)
        .one();
  }
}
