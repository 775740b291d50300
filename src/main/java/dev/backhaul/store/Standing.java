package dev.backhaul.store;

import java.time.Instant;
import java.util.Set;

/**
 * What a standing approval lets the service apply without asking again. It never covers deletes nor
 * what cannot be undone.
 *
 * @param name as it stands in the journal
 * @param objects the source objects it covers
 * @param kinds the decision kinds it covers ({@code UPDATE}, {@code APPEND}, {@code CREATE})
 * @param mostPerHour the most records in any hour
 * @param expires when it ends; an end is a no, never a yes
 */
public record Standing(
    String name, Set<String> objects, Set<String> kinds, int mostPerHour, Instant expires) {
  private static final Set<String> COVERABLE = Set.of("CREATE", "UPDATE", "APPEND");

  /** Refuses what no standing approval may hold. */
  public Standing {
    objects = Set.copyOf(objects);
    kinds = Set.copyOf(kinds);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a standing approval needs a name");
    }
    if (!COVERABLE.containsAll(kinds)) {
      throw new IllegalArgumentException(
          "standing approval "
              + name
              + ": kinds must be among CREATE, UPDATE, APPEND; deletes are approved plan by plan");
    }
    if (mostPerHour < 1) {
      throw new IllegalArgumentException(
          "standing approval " + name + ": mostPerHour must be 1 or more");
    }
  }

  /** Whether it covers this kind of write to this object at all. */
  public boolean covers(String object, String kind) {
    return objects.contains(object) && kinds.contains(kind);
  }
}
