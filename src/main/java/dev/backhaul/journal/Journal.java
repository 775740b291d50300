package dev.backhaul.journal;

import dev.backhaul.platform.Role;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/**
 * Every write to one system, from before-image to verified and back. Each transition is a fenced
 * transaction: a process that lost its lease can neither announce nor settle a write.
 */
public final class Journal {
  private final Store store;
  private final Role role;
  private final InstantSource clock;
  private final Ids ids;
  private final Supplier<Fence> fence;
  private final CrashPoint crash;
  private final Rows rows;

  /**
   * The journal of the system in {@code role}.
   *
   * @param fence the lease this process writes under; asked at every commit
   */
  public Journal(
      Store store,
      Role role,
      InstantSource clock,
      Ids ids,
      Supplier<Fence> fence,
      CrashPoint crash) {
    this.store = store;
    this.role = role;
    this.clock = clock;
    this.ids = ids;
    this.fence = fence;
    this.crash = crash;
    this.rows = new Rows(store.payload());
  }

  /** The system written to. */
  public Role role() {
    return role;
  }

  /** Where the crash tests may stop the process. */
  public CrashPoint crash() {
    return crash;
  }

  /**
   * One fenced transaction.
   *
   * @throws dev.backhaul.store.LostLeaseException if another process writes for this account now
   */
  public <T extends @Nullable Object> T commit(
      CrashPoint.Step step, HandleCallback<T, RuntimeException> work) {
    T result =
        store.inTransaction(
            tx -> {
              fence.get().check(tx);
              T value = work.withHandle(tx);
              crash.reached(step.committing());
              return value;
            });
    crash.reached(step.committed());
    return result;
  }

  /** Adds an entry in the caller's fenced transaction. */
  public Entry add(Handle tx, Intent intent, State state) {
    return add(tx, List.of(intent), state).get(0);
  }

  /** Adds entries, in their order, in the caller's fenced transaction. */
  public List<Entry> add(Handle tx, List<Intent> intents, State state) {
    if (state != State.CAPTURED && state != State.INTENT) {
      throw new IllegalArgumentException("an entry begins as CAPTURED or INTENT, not as " + state);
    }
    if (intents.isEmpty()) {
      return List.of();
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    long seq = rows.nextSeq(tx);
    List<Entry> entries = new ArrayList<>();
    for (Intent intent : intents) {
      entries.add(new Entry(ids.next(), seq++, role, intent, state, Trace.NONE, now, now));
    }
    rows.insert(tx, entries, fence.get().epoch());
    return entries;
  }

  /**
   * Moves an entry on in the caller's fenced transaction.
   *
   * @throws IllegalStateException if it may not go there from its state, or is no longer in that
   *     state
   */
  public Entry move(Handle tx, Entry entry, State next, Trace trace) {
    return move(tx, List.of(entry), next, any -> trace).get(0);
  }

  /** Moves entries to one state, all in one transaction of its own. */
  public List<Entry> move(CrashPoint.Step step, Collection<Entry> entries, State next, Step how) {
    return entries.isEmpty()
        ? List.of()
        : commit(step, tx -> move(tx, List.copyOf(entries), next, how));
  }

  private List<Entry> move(Handle tx, List<Entry> entries, State next, Step how) {
    List<Rows.Move> moves = new ArrayList<>();
    for (Entry entry : entries) {
      if (!entry.state().leadsTo(next)) {
        throw new IllegalStateException(
            "journal entry " + entry.id() + " cannot go from " + entry.state() + " to " + next);
      }
      Entry moved =
          new Entry(
              entry.id(),
              entry.seq(),
              entry.role(),
              entry.intent(),
              next,
              how.of(entry),
              entry.createdAt(),
              Instant.ofEpochMilli(clock.millis()));
      moves.add(new Rows.Move(moved, entry.state()));
    }
    int lost = rows.update(tx, moves, fence.get().epoch());
    if (lost >= 0) {
      Entry entry = entries.get(lost);
      throw new IllegalStateException(
          "journal entry " + entry.id() + " is no longer " + entry.state());
    }
    return moves.stream().map(Rows.Move::entry).toList();
  }

  /** What becomes of an entry's trace. */
  @FunctionalInterface
  public interface Step {
    /** The trace after the step. */
    Trace of(Entry entry);
  }

  /** One entry; empty if there is none with this id. */
  public Optional<Entry> entry(Handle handle, String id) {
    return rows.select(handle, "id = :id", q -> q.bind("id", id)).stream().findFirst();
  }

  /** Entries of this system in these states, oldest first. */
  public List<Entry> in(Handle handle, Set<State> states) {
    return rows.select(
        handle,
        "role = :role AND state IN (<states>)",
        q ->
            q.bind("role", role.name())
                .bindList("states", states.stream().map(Enum::name).sorted().toList()));
  }

  /** Entries something still has to become of, oldest first: what a restart begins with. */
  public List<Entry> open() {
    return store.read(
        handle -> in(handle, Set.of(State.CAPTURED, State.INTENT, State.SENT, State.UNKNOWN)));
  }

  /**
   * How the newest try of a decision stands.
   *
   * @param state where that entry stands
   * @param retryAt from when another try makes sense; null: never, or it is still under way
   * @param attempt which try it was
   * @param error what went wrong with it; null: nothing
   */
  public record Trial(
      State state, @Nullable Instant retryAt, int attempt, @Nullable String error) {}

  /** The newest try of each of these decisions; those never tried are absent. */
  public Map<String, Trial> trials(Handle handle, Collection<String> decisions) {
    Map<String, Trial> newest = new HashMap<>();
    if (decisions.isEmpty()) {
      return newest;
    }
    handle
        .createQuery(
            "SELECT decision, state, retry_at, attempts, error FROM journal"
                + " WHERE subject = 'WRITE' AND decision IN (<ids>) ORDER BY seq")
        .bindList("ids", List.copyOf(decisions))
        .map(
            (row, context) -> {
              long retry = row.getLong("retry_at");
              Instant retryAt = row.wasNull() ? null : Instant.ofEpochMilli(retry);
              newest.put(
                  row.getString("decision"),
                  new Trial(
                      State.valueOf(row.getString("state")),
                      retryAt,
                      row.getInt("attempts"),
                      row.getString("error")));
              return true;
            })
        .list();
    return newest;
  }

  /**
   * The version our newest verified write left this record ({@code ticket:7}) at; empty if there is
   * none.
   */
  public Optional<String> leftVersion(Handle handle, String touches) {
    return handle
        .createQuery(
            "SELECT after_version FROM journal WHERE role = :role AND touches = :touches"
                + " AND state IN ('VERIFIED', 'RESTORED') AND after_version IS NOT NULL ORDER BY seq DESC LIMIT 1")
        .bind("role", role.name())
        .bind("touches", touches)
        .mapTo(String.class)
        .findOne();
  }

  /** Child ids under this parent that belong to other entries already. */
  public Set<String> claimed(Handle handle, String object, String parent) {
    return Set.copyOf(
        handle
            .createQuery(
                "SELECT native_id FROM journal WHERE role = :role AND object = :object AND record_id = :parent"
                    + " AND op = 'APPEND' AND native_id IS NOT NULL AND state <> 'FAILED'")
            .bind("role", role.name())
            .bind("object", object)
            .bind("parent", parent)
            .mapTo(String.class)
            .list());
  }

  /** How many entries a plan or standing approval has allowed since an instant. */
  public long allowedBy(Handle handle, String plan, Instant since) {
    return handle
        .createQuery("SELECT count(*) FROM journal WHERE plan = :plan AND created_at > :since")
        .bind("plan", plan)
        .bind("since", since.toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  /**
   * Entries that {@code condition} (SQL over the journal's columns, parameters bound by {@code
   * bind}) holds for.
   */
  public List<Entry> select(Handle handle, String condition, Rows.Binding bind) {
    return rows.select(handle, condition, bind);
  }
}
