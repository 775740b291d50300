package dev.backhaul.budget;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps states as long as this object lives; for tests, rehearsals and single commands. */
public final class MemoryBudgetStore implements BudgetStore {
  private final Map<String, Map<String, String>> accounts = new ConcurrentHashMap<>();

  @Override
  public Map<String, String> load(String account) {
    return Map.copyOf(accounts.getOrDefault(account, Map.of()));
  }

  @Override
  public void save(String account, Map<String, String> states) {
    accounts.computeIfAbsent(account, name -> new ConcurrentHashMap<>()).putAll(states);
  }
}
