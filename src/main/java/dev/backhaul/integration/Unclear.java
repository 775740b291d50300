package dev.backhaul.integration;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.State;
import dev.backhaul.platform.Role;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Changes of which nobody can say whether they took effect. */
final class Unclear {
  private Unclear() {}

  /** Those of one item; of all items if it is empty. */
  static List<Entry> of(Handle handle, Ground ground, Wired wired, String item) {
    return Book.entries(handle, reading(ground), wired.name()).stream()
        .filter(entry -> entry.state() == State.UNKNOWN)
        .filter(entry -> item.isEmpty() || item.equals(entry.intent().recordId()))
        .toList();
  }

  /** A journal to read only: whoever moves an entry needs the integration's lease. */
  static Journal reading(Ground ground) {
    return new Journal(
        ground.store(),
        Role.OUTSIDE,
        ground.time(),
        ground.ids(),
        () -> {
          throw new IllegalStateException("this journal is for reading");
        },
        ground.crash());
  }
}
