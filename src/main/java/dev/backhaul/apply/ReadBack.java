package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Journal;
import dev.backhaul.manifest.FileRef;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks with reads of their own whether writes took effect. Never trusts the write's answer. */
public final class ReadBack {
  private static final String JOIN_KEY = "joinKey";
  private static final String PARENT = "parent";

  /** How far the platform's clock may be behind ours. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  private final Store store;
  private final Journal journal;
  private final Account account;
  private final Patience patience;
  private final Overtaken overtaken;

  ReadBack(Store store, Journal journal, Account account, Patience patience) {
    this.store = store;
    this.journal = journal;
    this.account = account;
    this.patience = patience;
    this.overtaken = new Overtaken(account, patience);
  }

  /** What became of each entry, by its id. Entries may be of several objects and kinds. */
  Map<String, Seen> look(Collection<Entry> entries) {
    Map<String, List<Entry>> groups = new HashMap<>();
    for (Entry entry : entries) {
      groups
          .computeIfAbsent(entry.object() + " " + entry.op(), key -> new ArrayList<>())
          .add(entry);
    }
    Map<String, Seen> seen = new HashMap<>();
    for (List<Entry> group : groups.values()) {
      String object = group.get(0).object();
      switch (group.get(0).op()) {
        case UPDATE, DELETE -> seen.putAll(byId(object, group));
        case CREATE -> seen.putAll(created(object, group));
        case APPEND ->
            seen.putAll(account.ownKey(object) ? keyed(object, group) : appended(object, group));
        case DISABLE -> throw new IllegalArgumentException("rules are read back by listing them");
      }
    }
    return seen;
  }

  /** Records by native id. */
  Map<String, Item> records(String object, Collection<String> ids) {
    Map<String, Item> found = new HashMap<>();
    if (!ids.isEmpty()) {
      for (Item item : patience.read(() -> account.read(object, ReadRequest.ids(distinct(ids))))) {
        found.put(item.id(), item);
      }
    }
    return found;
  }

  /**
   * The record an entry writes to, as it is now; null if there is none, or which one cannot be
   * told.
   */
  @Nullable Item record(Entry entry) {
    String joinKey = entry.intent().joinKey();
    return switch (entry.op()) {
      case UPDATE, DELETE -> records(entry.object(), List.of(recordId(entry))).get(recordId(entry));
      case CREATE -> {
        List<Item> found =
            joinKey == null
                ? List.of()
                : byJoinKey(entry.object(), List.of(joinKey)).getOrDefault(joinKey, List.of());
        yield found.size() == 1 ? found.get(0) : null;
      }
      case APPEND, DISABLE -> null;
    };
  }

  /** All children of these parents. */
  List<Item> children(String object, Collection<String> parents) {
    return patience.read(() -> account.read(object, new ReadRequest(PARENT, distinct(parents))));
  }

  /** Records by join key; several where the platform does not keep it unique. */
  Map<String, List<Item>> byJoinKey(String object, Collection<String> keys) {
    Map<String, List<Item>> found = new HashMap<>();
    if (!keys.isEmpty()) {
      for (Item item :
          patience.read(() -> account.read(object, new ReadRequest(JOIN_KEY, distinct(keys))))) {
        if (item.joinKey() != null) {
          found.computeIfAbsent(item.joinKey(), key -> new ArrayList<>()).add(item);
        }
      }
    }
    return found;
  }

  private Map<String, Seen> byId(String object, List<Entry> entries) {
    Map<String, Item> items = records(object, entries.stream().map(ReadBack::recordId).toList());
    Map<String, Seen> seen = new HashMap<>();
    for (Entry entry : entries) {
      Item item = items.get(recordId(entry));
      seen.put(
          entry.id(),
          entry.op() == dev.backhaul.journal.Op.DELETE
              ? deleted(entry, item)
              : updated(entry, item));
    }
    overtaken.mark(object, entries, seen);
    return seen;
  }

  private static Seen updated(Entry entry, @Nullable Item item) {
    if (item == null) {
      return new Seen.Else("the record is gone");
    }
    if (Leaves.hold(item.fields(), entry.intent().wanted())) {
      return new Seen.There(item, item.version());
    }
    JsonNode before = Wanted.fields(entry.intent().before());
    return Leaves.agree(before, item.fields(), Leaves.touched(entry.intent().wanted()))
        ? new Seen.Nothing()
        : new Seen.Else("the values are neither those written nor those before");
  }

  private static Seen deleted(Entry entry, @Nullable Item item) {
    if (item == null) {
      return new Seen.There(null, null);
    }
    // Where deleting means suspending or tagging, the record stays but moves.
    return item.version().equals(entry.intent().beforeVersion())
        ? new Seen.Nothing()
        : entry.trace().answered()
            ? new Seen.There(item, item.version())
            : new Seen.Else("the record is still there, changed");
  }

  private Map<String, Seen> created(String object, List<Entry> entries) {
    List<String> answered =
        entries.stream().map(entry -> entry.trace().nativeId()).filter(Objects::nonNull).toList();
    Map<String, Item> items = records(object, answered);
    Map<String, Seen> seen = new HashMap<>();
    List<Entry> left = new ArrayList<>();
    for (Entry entry : entries) {
      Item item = items.get(entry.trace().nativeId());
      if (item == null) {
        left.add(entry);
      } else {
        seen.put(entry.id(), created(entry, List.of(item)));
      }
    }
    Map<String, List<Item>> byKey =
        byJoinKey(
            object,
            left.stream().map(entry -> Objects.requireNonNull(entry.intent().joinKey())).toList());
    for (Entry entry : left) {
      seen.put(entry.id(), created(entry, byKey.getOrDefault(entry.intent().joinKey(), List.of())));
    }
    return seen;
  }

  private static Seen created(Entry entry, List<Item> found) {
    if (found.isEmpty()) {
      return new Seen.Nothing();
    }
    if (found.size() > 1) {
      return new Seen.Else(found.size() + " records have this join key");
    }
    Item item = found.get(0);
    return Leaves.hold(item.fields(), entry.intent().wanted())
        ? new Seen.There(item, item.version())
        : new Seen.Else("a record with this join key holds other values");
  }

  /** Children that bear a key of ours: found by it, attached to their parent or not. */
  private Map<String, Seen> keyed(String object, List<Entry> entries) {
    Map<String, String> versions = parentVersions(entries);
    Map<String, Seen> seen = created(object, entries);
    for (Entry entry : entries) {
      if (seen.get(entry.id()) instanceof Seen.There there) {
        seen.put(entry.id(), new Seen.There(there.item(), versions.get(entry.intent().touches())));
      }
    }
    return seen;
  }

  /** The versions of the parents that appends touch, by {@code object:id}. */
  private Map<String, String> parentVersions(List<Entry> entries) {
    Map<String, Set<String>> parents = new HashMap<>();
    for (Entry entry : entries) {
      String touches = Objects.requireNonNull(entry.intent().touches());
      parents
          .computeIfAbsent(touches.substring(0, touches.indexOf(':')), key -> new HashSet<>())
          .add(recordId(entry));
    }
    Map<String, String> versions = new HashMap<>();
    parents.forEach(
        (parent, ids) ->
            records(parent, ids)
                .forEach((id, item) -> versions.put(parent + ":" + id, item.version())));
    return versions;
  }

  private Map<String, Seen> appended(String object, List<Entry> entries) {
    Map<String, Seen> seen = new HashMap<>();
    Map<String, List<Entry>> byParent = new HashMap<>();
    entries.forEach(
        entry -> byParent.computeIfAbsent(recordId(entry), key -> new ArrayList<>()).add(entry));
    Map<String, String> versions = parentVersions(entries);
    byParent.forEach(
        (parent, group) -> {
          List<Item> children = children(object, List.of(parent));
          Set<String> claimed =
              new HashSet<>(store.read(handle -> journal.claimed(handle, object, parent)));
          for (Entry entry : group) {
            String version = versions.get(entry.intent().touches());
            seen.put(entry.id(), child(entry, children, claimed, version));
          }
        });
    return seen;
  }

  /**
   * The child an append made: the one that bears its marker, else the one with the id that the
   * platform answered, else an equal one that came since and that no other entry owns.
   */
  private Seen child(
      Entry entry, List<Item> children, Set<String> claimed, @Nullable String version) {
    for (Item child : children) {
      if (entry.id().equals(child.joinKey()) || child.id().equals(entry.trace().nativeId())) {
        claimed.add(child.id());
        return shown(entry, child, version);
      }
    }
    boolean doubtful = false;
    for (Item child : children) {
      if (child.joinKey() != null || claimed.contains(child.id())) {
        continue;
      }
      Instant made = child.createdAt();
      boolean equal = equal(entry, child);
      boolean since = made != null && !made.isBefore(entry.createdAt().minus(SKEW));
      if (equal && (since || made != null && made.equals(Wanted.write(entry).at()))) {
        claimed.add(child.id());
        return shown(entry, child, version);
      }
      // An equal child of unknown age, or a new one that differs, may be ours as the platform
      // rewrote it.
      doubtful |= since || equal && made == null;
    }
    return doubtful
        ? new Seen.Else("a child is there that may be the one we sent")
        : new Seen.Nothing();
  }

  /** A child that is ours: as wanted only if all its files are with it. */
  private Seen shown(Entry entry, Item child, @Nullable String version) {
    List<FileRef> there = account.files(entry.object(), child.fields());
    List<String> wanted = Wanted.files(entry).stream().sorted().toList();
    boolean told = there.stream().allMatch(file -> file.name() != null);
    boolean same =
        there.size() == wanted.size()
            && (!told || there.stream().map(FileRef::name).sorted().toList().equals(wanted));
    return wanted.isEmpty() || same
        ? new Seen.There(child, version)
        : new Seen.Else("it is there, but with other files than were sent");
  }

  private static boolean equal(Entry entry, Item child) {
    for (var leaf : entry.intent().wanted().path(Wanted.SET).properties()) {
      JsonNode there = Leaves.at(child.fields(), leaf.getKey());
      // What a platform takes but never shows again (upload tokens) cannot be compared.
      if (!there.isMissingNode()
          && !Leaves.same(leaf.getValue(), there)
          && !time(entry, leaf.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Whether a value is the time it happened in the target: few platforms keep that for a child. */
  private static boolean time(Entry entry, JsonNode value) {
    Instant at = Wanted.write(entry).at();
    return at != null
        && value.isTextual()
        && value.textValue().startsWith(at.toString().substring(0, 19));
  }

  private static String recordId(Entry entry) {
    return Objects.requireNonNull(entry.intent().recordId());
  }

  private static List<String> distinct(Collection<String> keys) {
    return keys.stream().distinct().toList();
  }
}
