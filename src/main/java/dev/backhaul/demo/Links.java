package dev.backhaul.demo;

import java.util.HashMap;
import java.util.Map;

/**
 * Which target record the migration made of which source record. Objects have their target names.
 */
final class Links {
  private final Map<String, Map<Long, String>> targets = new HashMap<>();
  private final Map<String, Map<String, Long>> sources = new HashMap<>();

  void link(String object, long source, String target) {
    targets.computeIfAbsent(object, name -> new HashMap<>()).put(source, target);
    sources.computeIfAbsent(object, name -> new HashMap<>()).put(target, source);
  }

  String target(String object, long source) {
    String found = targets.getOrDefault(object, Map.of()).get(source);
    if (found == null) {
      throw new IllegalArgumentException("the migration made no " + object + " of " + source);
    }
    return found;
  }

  long source(String object, String target) {
    Long found = sources.getOrDefault(object, Map.of()).get(target);
    if (found == null) {
      throw new IllegalArgumentException("the migration made no " + object + " " + target);
    }
    return found;
  }
}
