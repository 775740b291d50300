package dev.backhaul.plan;

import dev.backhaul.store.Store;
import java.util.List;

/** Puts decisions into a store as a plan would, in the order given. */
public final class DecisionRows {
  private DecisionRows() {}

  /** Saves them. */
  public static void save(Store store, Decisions decisions, List<Decision> rows) {
    store.useTransaction(
        tx -> {
          for (int i = 0; i < rows.size(); i++) {
            decisions.save(tx, rows.get(i), i, "plan-1");
          }
        });
  }
}
