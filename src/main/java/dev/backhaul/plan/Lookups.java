package dev.backhaul.plan;

import dev.backhaul.delta.IdMap;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.mapping.Ref;
import dev.backhaul.mapping.References;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * References across the two systems for one planning run. What the store does not know is noted and
 * then asked of the target in bulk; the records concerned are mapped once more.
 */
final class Lookups implements References {
  private static final int MOST_MERGES = 20;
  private final Store store;
  private final Fence fence;
  private final IdMap ids;
  private final StagedRecords staged;
  private final Account target;
  private final Map<String, String> sourceObjects;
  private final Set<String> bad;
  private final Map<String, Set<String>> missingTargets = new HashMap<>();
  private final Map<String, Set<String>> missingSources = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Map<String, Ref> known = new HashMap<>();
  private final Map<String, Optional<String>> knownTargets = new HashMap<>();

  /**
   * @param fence checked when what was asked is kept
   * @param sourceObjects target object to source object, for all flows
   * @param bad symbols of records whose join key cannot be trusted: they are nobody's pair
   */
  Lookups(
      Store store,
      Fence fence,
      IdMap ids,
      StagedRecords staged,
      Account target,
      Map<String, String> sourceObjects,
      Set<String> bad) {
    this.store = store;
    this.fence = fence;
    this.ids = ids;
    this.staged = staged;
    this.target = target;
    this.sourceObjects = Map.copyOf(sourceObjects);
    this.bad = Set.copyOf(bad);
  }

  @Override
  public @Nullable String targetId(String object, String sourceId) {
    Optional<String> found =
        knownTargets.computeIfAbsent(
            object + "<" + sourceId, key -> ids.targetId(object, sourceId));
    if (found.isEmpty() && !asked.contains(object + "<" + sourceId)) {
      missingSources.computeIfAbsent(object, o -> new HashSet<>()).add(sourceId);
    }
    return found.orElse(null);
  }

  @Override
  public Ref sourceId(String object, String targetId) {
    Ref cached = known.get(object + ":" + targetId);
    if (cached != null) {
      return cached;
    }
    Ref found = find(object, targetId, 0);
    if (!(found instanceof Ref.Unknown)) {
      // What is unknown may be known after the next bulk read: of itself, or of what it merged
      // into.
      known.put(object + ":" + targetId, found);
    }
    return found;
  }

  /** The source side of a child's parent. */
  Ref parent(StagedRecord child) {
    String symbol = child.parent();
    if (symbol == null) {
      return new Ref.Unknown();
    }
    int colon = symbol.indexOf(':');
    return sourceId(symbol.substring(0, colon), symbol.substring(colon + 1));
  }

  private Ref find(String object, String targetId, int depth) {
    if (bad.contains(object + ":" + targetId)) {
      return new Ref.Unknown();
    }
    Optional<String> mapped = ids.sourceId(object, targetId);
    if (mapped.isPresent()) {
      return new Ref.Known(mapped.get());
    }
    Optional<StagedRecord> record = staged.find(object, targetId);
    if (record.isEmpty()) {
      if (!asked.contains(object + ":" + targetId)) {
        missingTargets.computeIfAbsent(object, o -> new HashSet<>()).add(targetId);
      }
      return new Ref.Unknown();
    }
    return switch (record.get().kind()) {
      case DELETED -> new Ref.Gone("deleted in the target");
      case MERGED -> {
        String into = record.get().mergedInto();
        yield into == null || depth == MOST_MERGES
            ? new Ref.Gone("merged in the target")
            : find(object, into, depth + 1);
      }
      case CHANGED -> {
        String key = record.get().joinKey();
        yield key == null ? new Ref.Pending(record.get().symbol()) : new Ref.Known(key);
      }
    };
  }

  /**
   * Asks the target for everything that was missing since the last call.
   *
   * @return true if anything was asked, so that what missed it is worth mapping again
   */
  boolean resolve() {
    boolean asks = !missingTargets.isEmpty() || !missingSources.isEmpty();
    missingTargets.forEach((object, keys) -> read(object, "id", keys, ":"));
    missingSources.forEach((object, keys) -> read(object, "joinKey", keys, "<"));
    missingTargets.clear();
    missingSources.clear();
    return asks;
  }

  private void read(String object, String by, Set<String> keys, String mark) {
    List<Item> items =
        target.read(object, new ReadRequest(by, new ArrayList<>(keys))).stream()
            .filter(item -> !bad.contains(object + ":" + item.id()))
            .toList();
    store.useTransaction(
        handle -> {
          fence.check(handle);
          for (Item item : items) {
            String key = item.joinKey();
            if (key != null) {
              IdMap.put(
                  handle,
                  object,
                  item.id(),
                  sourceObjects.getOrDefault(object, object),
                  key,
                  IdMap.Origin.MIGRATION);
            }
          }
        });
    keys.forEach(
        key -> {
          asked.add(object + mark + key);
          knownTargets.remove(object + "<" + key);
        });
    // A record read by its own id answers the other direction too, and the other way round.
    items.forEach(
        item -> {
          known.remove(object + ":" + item.id());
          knownTargets.remove(object + "<" + item.joinKey());
        });
  }
}
