package dev.backhaul.integration;

import dev.backhaul.delta.WriterTable;
import dev.backhaul.platform.PlatformException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wired to the systems, named or not, and who writes to the target. */
public final class Discovery {
  private final Switchboard board;
  private final List<Wired> platforms;
  private final WriterTable writers;

  /**
   * Looks around.
   *
   * @param platforms every kind that is a part of one of the systems, whether named or not
   */
  public Discovery(Switchboard board, List<Wired> platforms, WriterTable writers) {
    this.board = board;
    this.platforms = List.copyOf(platforms);
    this.writers = writers;
  }

  /**
   * One thing that was found.
   *
   * @param where the integration's name, or system and kind
   * @param named whether integrations.yaml names it
   */
  public record Found(String where, String kind, Item item, boolean named) {}

  /**
   * All that was found.
   *
   * @param unread what could not be asked, and why
   */
  public record Report(List<Found> found, List<WriterTable.Row> writers, List<String> unread) {}

  /** Asks every system and every provider that is named; changes nothing. */
  public Report look() {
    List<Found> found = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (Wired one : board.wired()) {
      for (Item item : items(one, unread)) {
        named.add(one.kind().kind() + "/" + item.id());
        found.add(new Found(one.name(), one.kind().kind(), item, true));
      }
    }
    for (Wired one : platforms) {
      for (Item item : items(one, unread)) {
        if (!named.contains(one.kind().kind() + "/" + item.id())) {
          found.add(new Found(one.name(), one.kind().kind(), item, false));
        }
      }
    }
    return new Report(List.copyOf(found), writers.rows(), List.copyOf(unread));
  }

  private List<Item> items(Wired one, List<String> unread) {
    try {
      return board.items(one);
    } catch (PlatformException e) {
      unread.add(one.name() + ": " + e.failure().reason());
      return List.of();
    } catch (IllegalArgumentException e) {
      // Its list needs values that only integrations.yaml can give.
      unread.add(one.name() + ": " + e.getMessage());
      return List.of();
    }
  }
}
