package dev.backhaul.budget;

import java.util.Map;

/** Keeps what was spent, so that a restarted process does not believe in a fresh window. */
public interface BudgetStore {
  /** The states last saved for an account, by limit name; empty if none. */
  Map<String, String> load(String account);

  /** Replaces the states named; durable when this returns. */
  void save(String account, Map<String, String> states);
}
