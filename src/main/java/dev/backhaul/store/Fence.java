package dev.backhaul.store;

import org.jdbi.v3.core.Handle;

/**
 * The right to write for one account, as of one epoch. Checked inside every cursor and journal
 * commit, so that a process that slept through its lease cannot commit after another took over.
 *
 * @param account the account
 * @param owner who holds it, unique per process
 * @param epoch grows with every holder
 */
public record Fence(String account, String owner, long epoch) {

  /**
   * Refuses the caller's transaction unless this epoch is still the newest.
   *
   * @throws LostLeaseException if another process has taken the account over
   */
  public void check(Handle tx) {
    // An update, not a select: on PostgreSQL it also locks the row until the commit.
    int held =
        tx.createUpdate(
                "UPDATE lease SET epoch = epoch WHERE account = :account AND owner = :owner AND epoch = :epoch")
            .bind("account", account)
            .bind("owner", owner)
            .bind("epoch", epoch)
            .execute();
    if (held == 0) {
      throw new LostLeaseException(this);
    }
  }
}
