package dev.backhaul.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One writer per account, however many instances run: a row with an owner, an epoch and an end. The
 * database's own clock says when a lease ends, so that no node's clock has to be right.
 */
public final class Leases {
  private final Store store;
  private final @Nullable InstantSource clock;

  /** Leases kept in {@code store}, timed by the database's own clock. */
  public Leases(Store store) {
    this.store = store;
    this.clock = null;
  }

  /** Leases kept in {@code store}, timed by {@code clock}: where time is stepped. */
  public Leases(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Takes all these accounts, or none: each must be held by nobody, its lease ended, or held by
   * {@code owner} before. Always under new epochs, so that an earlier life of the same owner is
   * fenced off too.
   *
   * @return one fence for each account, in their order; empty while another owner's lease of any of
   *     them runs
   */
  public Optional<List<Fence>> acquire(List<String> accounts, String owner, Duration span) {
    return store.inTransaction(
        tx -> {
          long now = now(tx);
          for (String account : accounts) {
            if (holder(tx, account, now).filter(held -> !held.owner().equals(owner)).isPresent()) {
              return Optional.empty();
            }
          }
          List<Fence> fences = new ArrayList<>();
          for (String account : accounts) {
            fences.add(take(tx, account, owner, now + span.toMillis()));
          }
          return Optional.of(List.copyOf(fences));
        });
  }

  /** As {@link #acquire(List, String, Duration)}, for one account. */
  public Optional<Fence> acquire(String account, String owner, Duration span) {
    return acquire(List.of(account), owner, span).map(fences -> fences.get(0));
  }

  private static Fence take(Handle tx, String account, String owner, long until) {
    tx.createUpdate(
            "INSERT INTO lease (account, owner, epoch, until) VALUES (:account, :owner, 1, :until)"
                + " ON CONFLICT (account) DO UPDATE SET owner = excluded.owner, until = excluded.until,"
                + " epoch = lease.epoch + 1")
        .bind("account", account)
        .bind("owner", owner)
        .bind("until", until)
        .execute();
    long epoch =
        tx.createQuery("SELECT epoch FROM lease WHERE account = :account")
            .bind("account", account)
            .mapTo(Long.class)
            .one();
    return new Fence(account, owner, epoch);
  }

  /**
   * Prolongs leases, all or none; call at a third of their span.
   *
   * @throws LostLeaseException if another process has taken one of them over
   */
  public void renew(Collection<Fence> fences, Duration span) {
    store.useTransaction(
        tx -> {
          long until = now(tx) + span.toMillis();
          for (Fence fence : fences) {
            fence.check(tx);
            tx.createUpdate("UPDATE lease SET until = :until WHERE account = :account")
                .bind("until", until)
                .bind("account", fence.account())
                .execute();
          }
        });
  }

  /** As {@link #renew(Collection, Duration)}, for one account. */
  public void renew(Fence fence, Duration span) {
    renew(List.of(fence), span);
  }

  /** Gives accounts back; without effect on those that are no longer ours. */
  public void release(Collection<Fence> fences) {
    store.useTransaction(
        tx ->
            fences.forEach(
                fence ->
                    tx.createUpdate(
                            "UPDATE lease SET until = 0, owner = ''"
                                + " WHERE account = :account AND owner = :owner AND epoch = :epoch")
                        .bind("account", fence.account())
                        .bind("owner", fence.owner())
                        .bind("epoch", fence.epoch())
                        .execute()));
  }

  /** As {@link #release(Collection)}, for one account. */
  public void release(Fence fence) {
    release(List.of(fence));
  }

  /** Who holds the account now; empty if nobody does. */
  public Optional<Fence> holder(String account) {
    return store.read(handle -> holder(handle, account, now(handle)));
  }

  private static Optional<Fence> holder(Handle handle, String account, long now) {
    return handle
        .createQuery(
            "SELECT account, owner, epoch FROM lease WHERE account = :account AND until > :now")
        .bind("account", account)
        .bind("now", now)
        .map(
            (row, context) ->
                new Fence(row.getString("account"), row.getString("owner"), row.getLong("epoch")))
        .findOne();
  }

  private long now(Handle handle) {
    return clock == null ? store.now(handle) : clock.millis();
  }
}
