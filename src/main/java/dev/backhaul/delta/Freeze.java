package dev.backhaul.delta;

import dev.backhaul.json.Json;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The frozen target, watched. From the freeze on nobody should write to it; whoever still does is a
 * stray, named, and a question. The delta is final only once two looks after two different sweeps
 * found nothing new, every object was read to its end since, and every stray is answered for.
 */
public final class Freeze {
  /** Clocks of platforms differ; a write this close before the freeze is no stray. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private final Store store;
  private final Audit audit;
  private final InstantSource clock;
  private final Ids ids;
  private final WriterTable writers;

  /** Over one rollback's store. */
  public Freeze(Store store, Audit audit, InstantSource clock, Ids ids) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.ids = ids;
    writers = new WriterTable(store);
  }

  /**
   * Somebody who wrote to the frozen target.
   *
   * @param writer as the platform names them
   * @param records how many records they wrote to since
   * @param answered who said what of it; null while it is open
   */
  public record Stray(
      String writer,
      WriterClass writerClass,
      String object,
      long records,
      Instant first,
      Instant last,
      @Nullable String answered) {}

  /** Begins a freeze; one that is under way goes on. */
  public Instant begin(Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "freeze the target");
    return store.inTransaction(
        tx -> {
          Optional<Begun> under = begun(tx);
          if (under.isPresent()) {
            return under.get().at();
          }
          tx.createUpdate(
                  "INSERT INTO frozen (id, began_at, actor, reason) VALUES (:id, :at, :actor, :reason)")
              .bind("id", ids.next())
              .bind("at", clock.millis())
              .bind("actor", actor.name())
              .bind("reason", reason)
              .execute();
          audit.append(tx, actor.name(), "freeze", "target", Json.object().put("reason", reason));
          return Instant.ofEpochMilli(clock.millis());
        });
  }

  /** Ends it; strays are looked for no longer. */
  public boolean end(Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "end the freeze of the target");
    return store.inTransaction(
        tx -> {
          int ended =
              tx.createUpdate("UPDATE frozen SET ended_at = :at WHERE ended_at IS NULL")
                  .bind("at", clock.millis())
                  .execute();
          if (ended > 0) {
            audit.append(
                tx, actor.name(), "end freeze", "target", Json.object().put("reason", reason));
          }
          return ended > 0;
        });
  }

  private record Begun(String id, Instant at) {}

  private static Optional<Begun> begun(Handle handle) {
    return handle
        .createQuery("SELECT id, began_at FROM frozen WHERE ended_at IS NULL")
        .map(
            (row, context) ->
                new Begun(row.getString("id"), Instant.ofEpochMilli(row.getLong("began_at"))))
        .findFirst();
  }

  /** Since when the target is frozen; empty if it is not. */
  public Optional<Instant> since() {
    return store.read(handle -> begun(handle).map(Begun::at));
  }

  /**
   * Looks once at what is staged: who has written since the freeze? Called on a schedule while it
   * lasts.
   *
   * @return writers seen for the first time, or again since the look before
   */
  public List<Stray> look() {
    return store.inTransaction(
        tx -> {
          Begun begun = begun(tx).orElse(null);
          return begun == null ? List.of() : look(tx, begun);
        });
  }

  private List<Stray> look(Handle tx, Begun begun) {
    List<Stray> fresh = new ArrayList<>();
    for (WriterTable.Row row : writers.rows(tx, begun.at().plus(SLACK))) {
      Stray known = known(tx, begun.id(), row).orElse(null);
      boolean moved =
          known == null
              || row.records() > known.records()
              || row.activity().last().isAfter(known.last());
      if (moved) {
        fresh.add(keep(tx, begun, row, known));
      }
    }
    note(tx, begun, fresh.size());
    return fresh;
  }

  private static Optional<Stray> known(Handle tx, String freeze, WriterTable.Row row) {
    return strays(tx, freeze).stream()
        .filter(stray -> stray.writer().equals(row.writer()) && stray.object().equals(row.object()))
        .findFirst();
  }

  private Stray keep(Handle tx, Begun begun, WriterTable.Row row, @Nullable Stray known) {
    Instant first =
        known != null
            ? known.first()
            : row.activity().first().isBefore(begun.at())
                ? row.activity().last()
                : row.activity().first();
    tx.createUpdate(
            "INSERT INTO stray (frozen, writer, class, object, records, first_at, last_at) VALUES (:freeze,"
                + " :writer, :class, :object, :records, :first, :last) ON CONFLICT (frozen, writer, object)"
                + " DO UPDATE SET class = excluded.class, records = excluded.records, last_at ="
                + " excluded.last_at, answered = NULL")
        .bind("freeze", begun.id())
        .bind("writer", row.writer())
        .bind("class", row.activity().writerClass().name())
        .bind("object", row.object())
        .bind("records", row.records())
        .bind("first", first.toEpochMilli())
        .bind("last", row.activity().last().toEpochMilli())
        .execute();
    audit.append(
        tx,
        Actor.SERVICE.name(),
        "stray write",
        "target",
        Json.object()
            .put("writer", row.writer())
            .put("object", row.object())
            .put("records", row.records()));
    return new Stray(
        row.writer(),
        row.activity().writerClass(),
        row.object(),
        row.records(),
        first,
        row.activity().last(),
        null);
  }

  private void note(Handle tx, Begun begun, int strays) {
    long seq =
        tx.createQuery("SELECT COALESCE(MAX(seq), 0) + 1 FROM freeze_look WHERE frozen = :freeze")
            .bind("freeze", begun.id())
            .mapTo(Long.class)
            .one();
    long sweeps =
        tx.createQuery("SELECT COALESCE(SUM(sweep), 0) FROM cursor").mapTo(Long.class).one();
    boolean read =
        tx.createQuery(
                    "SELECT COUNT(*) FROM cursor WHERE read_until < :began OR resume IS NOT NULL")
                .bind("began", begun.at().toEpochMilli())
                .mapTo(Long.class)
                .one()
            == 0;
    boolean evidence =
        tx.createQuery(
                    "SELECT COUNT(*) FROM staged WHERE changed_at >= :began AND kind = 'CHANGED' AND"
                        + " (settled IS NULL OR settled <> version)")
                .bind("began", begun.at().toEpochMilli())
                .mapTo(Long.class)
                .one()
            == 0;
    boolean quiet = strays == 0 && read && evidence && sweeps > 0;
    Looked last = last(tx, begun.id(), 1).stream().findFirst().orElse(null);
    if (last != null && last.sweeps() == sweeps && last.quiet() == quiet && strays == 0) {
      // Nothing was read since: another look proves no more than the one before.
      return;
    }
    tx.createUpdate(
            "INSERT INTO freeze_look (frozen, seq, at, sweeps, strays, quiet) VALUES (:freeze, :seq, :at,"
                + " :sweeps, :strays, :quiet)")
        .bind("freeze", begun.id())
        .bind("seq", seq)
        .bind("at", clock.millis())
        .bind("sweeps", sweeps)
        .bind("strays", strays)
        .bind("quiet", quiet ? 1 : 0)
        .execute();
  }

  private record Looked(long sweeps, boolean quiet) {}

  private static List<Looked> last(Handle handle, String freeze, int many) {
    return handle
        .createQuery(
            "SELECT sweeps, quiet FROM freeze_look WHERE frozen = :freeze ORDER BY seq DESC LIMIT :many")
        .bind("freeze", freeze)
        .bind("many", many)
        .map((row, context) -> new Looked(row.getLong("sweeps"), row.getInt("quiet") == 1))
        .list();
  }

  /** Everybody who wrote since the freeze, those who wrote last first. */
  public List<Stray> strays() {
    return store.read(
        handle -> begun(handle).map(begun -> strays(handle, begun.id())).orElse(List.of()));
  }

  private static List<Stray> strays(Handle handle, String freeze) {
    return handle
        .createQuery("SELECT * FROM stray WHERE frozen = :freeze ORDER BY last_at DESC, writer")
        .bind("freeze", freeze)
        .map(
            (row, context) ->
                new Stray(
                    row.getString("writer"),
                    WriterClass.valueOf(row.getString("class")),
                    row.getString("object"),
                    row.getLong("records"),
                    Instant.ofEpochMilli(row.getLong("first_at")),
                    Instant.ofEpochMilli(row.getLong("last_at")),
                    row.getString("answered")))
        .list();
  }

  /**
   * A person answers for a stray: it is stopped, or its writes may stay. Writes that come after
   * open it again.
   *
   * @return how many of its rows were open
   */
  public int answer(String writer, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "answer for a stray writer");
    return store.inTransaction(
        tx -> {
          int rows =
              tx.createUpdate(
                      "UPDATE stray SET answered = :answer WHERE writer = :writer AND answered IS NULL"
                          + " AND frozen IN (SELECT id FROM frozen WHERE ended_at IS NULL)")
                  .bind("answer", actor.name() + ": " + reason)
                  .bind("writer", writer)
                  .execute();
          if (rows > 0) {
            audit.append(
                tx,
                actor.name(),
                "answer for a stray",
                "target",
                Json.object().put("writer", writer).put("reason", reason));
          }
          return rows;
        });
  }

  /**
   * Why the delta is not final though the target is frozen; empty if it is, or if nobody froze it.
   */
  public static List<String> doubts(Store store) {
    return store.read(
        handle -> {
          Begun begun = begun(handle).orElse(null);
          if (begun == null) {
            return List.<String>of();
          }
          List<String> out = new ArrayList<>();
          for (Stray stray : strays(handle, begun.id())) {
            if (stray.answered() == null) {
              out.add(
                  stray.writer()
                      + " has written to "
                      + stray.records()
                      + " "
                      + stray.object()
                      + " records of the frozen target, last at "
                      + stray.last()
                      + ": stop it, then answer for it (backhaul integrations strays --answer)");
            }
          }
          List<Looked> looks = last(handle, begun.id(), 2);
          boolean agree =
              looks.size() == 2
                  && looks.stream().allMatch(Looked::quiet)
                  && looks.get(0).sweeps() > looks.get(1).sweeps();
          if (!agree) {
            out.add(
                "the target is frozen since "
                    + begun.at()
                    + ", but no two sweeps agree yet that nobody writes to it: sweep again");
          }
          return out;
        });
  }
}
