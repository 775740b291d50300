package dev.backhaul.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One writer per account, however many instances run: a row with an owner, an epoch and an end. */
public final class Leases {
  private final Store store;
  private final InstantSource clock;

  /** Leases kept in {@code store}, timed by {@code clock}. */
  public Leases(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Takes the account if nobody holds it, its lease has ended, or {@code owner} held it before;
   * always under a new epoch, so that an earlier life of the same owner is fenced off too.
   *
   * @return empty while another owner's lease runs
   */
  public Optional<Fence> acquire(String account, String owner, Duration span) {
    Instant now = clock.instant();
    return store.inTransaction(
        tx -> {
          tx.createUpdate(
                  "INSERT INTO lease (account, owner, epoch, until) VALUES (:account, '', 0, 0)"
                      + " ON CONFLICT (account) DO NOTHING")
              .bind("account", account)
              .execute();
          int taken =
              tx.createUpdate(
                      "UPDATE lease SET owner = :owner, epoch = epoch + 1, until = :until"
                          + " WHERE account = :account AND (until <= :now OR owner = :owner)")
                  .bind("account", account)
                  .bind("owner", owner)
                  .bind("until", now.plus(span).toEpochMilli())
                  .bind("now", now.toEpochMilli())
                  .execute();
          if (taken == 0) {
            return Optional.empty();
          }
          long epoch =
              tx.createQuery("SELECT epoch FROM lease WHERE account = :account")
                  .bind("account", account)
                  .mapTo(Long.class)
                  .one();
          return Optional.of(new Fence(account, owner, epoch));
        });
  }

  /**
   * Prolongs a lease; call at a third of its span.
   *
   * @throws LostLeaseException if another process has taken over
   */
  public void renew(Fence fence, Duration span) {
    store.useTransaction(
        tx -> {
          fence.check(tx);
          tx.createUpdate("UPDATE lease SET until = :until WHERE account = :account")
              .bind("until", clock.instant().plus(span).toEpochMilli())
              .bind("account", fence.account())
              .execute();
        });
  }

  /** Gives the account back; without effect if it is no longer ours. */
  public void release(Fence fence) {
    store.useTransaction(
        tx ->
            tx.createUpdate(
                    "UPDATE lease SET until = 0, owner = '' WHERE account = :account AND owner = :owner AND epoch = :epoch")
                .bind("account", fence.account())
                .bind("owner", fence.owner())
                .bind("epoch", fence.epoch())
                .execute());
  }

  /** Who holds the account now; empty if nobody does. */
  public Optional<Fence> holder(String account) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT account, owner, epoch FROM lease WHERE account = :account AND until > :now")
                .bind("account", account)
                .bind("now", clock.millis())
                .map(
                    (row, context) ->
                        new Fence(
                            row.getString("account"), row.getString("owner"), row.getLong("epoch")))
                .findOne());
  }
}
