package dev.backhaul.budget;

import dev.backhaul.store.Fence;
import dev.backhaul.store.Store;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Keeps states in table {@code budget}; one fenced transaction a save. */
public final class SqlBudgetStore implements BudgetStore {
  private final Store store;
  private final Fence fence;
  private final InstantSource clock;

  /**
   * Over one rollback's store.
   *
   * @param fence the lease this process spends under: an ex-leader must not overwrite what its
   *     successor counts
   * @param clock stamps {@code updated_at}
   */
  public SqlBudgetStore(Store store, Fence fence, InstantSource clock) {
    this.store = store;
    this.fence = fence;
    this.clock = clock;
  }

  @Override
  public Map<String, String> load(String account) {
    return store.read(
        handle -> {
          Map<String, String> states = new HashMap<>();
          handle
              .createQuery("SELECT name, state FROM budget WHERE account = :account")
              .bind("account", account)
              .map((row, context) -> Map.entry(row.getString("name"), row.getString("state")))
              .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
          return states;
        });
  }

  @Override
  public void save(String account, Map<String, String> states) {
    long now = clock.millis();
    store.useTransaction(
        handle -> {
          fence.check(handle);
          var batch =
              handle.prepareBatch(
                  """
                  INSERT INTO budget (account, name, state, updated_at)
                  VALUES (:account, :name, :state, :now)
                  ON CONFLICT (account, name)
                  DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at
                  """);
          states.forEach(
              (name, state) ->
                  batch
                      .bind("account", account)
                      .bind("name", name)
                      .bind("state", state)
                      .bind("now", now)
                      .add());
          batch.execute();
        });
  }
}
