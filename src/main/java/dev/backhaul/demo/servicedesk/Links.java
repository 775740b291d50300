package dev.backhaul.demo.servicedesk;

import java.util.HashMap;
import java.util.Map;

/** Which target record the migration made of which source record, by target object. */
final class Links {
  private final Map<String, Long> targets = new HashMap<>();

  void link(String object, long source, long target) {
    targets.put(object + ":" + source, target);
  }

  long target(String object, long source) {
    Long found = targets.get(object + ":" + source);
    if (found == null) {
      throw new IllegalArgumentException("the migration made no " + object + " of " + source);
    }
    return found;
  }
}
