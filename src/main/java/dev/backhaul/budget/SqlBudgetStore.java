package dev.backhaul.budget;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Keeps states in table {@code budget}; one transaction a save. */
public final class SqlBudgetStore implements BudgetStore {
  private final Jdbi jdbi;
  private final InstantSource clock;

  /**
   * A store on a migrated database.
   *
   * @param clock stamps {@code updated_at}
   */
  public SqlBudgetStore(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  @Override
  public Map<String, String> load(String account) {
    return jdbi.withHandle(
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
    jdbi.useTransaction(
        handle -> {
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
