package dev.backhaul.sandbox.hubspot;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which records belong together, and how. Each link is kept from both sides. */
final class Associations {
  /** One end of a link. */
  record End(ObjectType type, long id) {}

  /** One direction: from a type to a type, by its ids as HubSpot numbers them. */
  private record Pair(ObjectType from, ObjectType to, int plain, int primary) {}

  private static final List<Pair> PAIRS =
      List.of(
          pair(ObjectType.CONTACTS, ObjectType.COMPANIES, 279, 1),
          pair(ObjectType.COMPANIES, ObjectType.CONTACTS, 280, 2),
          pair(ObjectType.CONTACTS, ObjectType.DEALS, 4, 0),
          pair(ObjectType.DEALS, ObjectType.CONTACTS, 3, 0),
          pair(ObjectType.DEALS, ObjectType.COMPANIES, 341, 5),
          pair(ObjectType.COMPANIES, ObjectType.DEALS, 342, 6),
          pair(ObjectType.CONTACTS, ObjectType.TICKETS, 15, 0),
          pair(ObjectType.TICKETS, ObjectType.CONTACTS, 16, 0),
          pair(ObjectType.TICKETS, ObjectType.COMPANIES, 339, 26),
          pair(ObjectType.COMPANIES, ObjectType.TICKETS, 340, 25),
          pair(ObjectType.DEALS, ObjectType.TICKETS, 27, 0),
          pair(ObjectType.TICKETS, ObjectType.DEALS, 28, 0),
          pair(ObjectType.NOTES, ObjectType.CONTACTS, 202, 0),
          pair(ObjectType.CONTACTS, ObjectType.NOTES, 201, 0),
          pair(ObjectType.NOTES, ObjectType.COMPANIES, 190, 0),
          pair(ObjectType.COMPANIES, ObjectType.NOTES, 189, 0),
          pair(ObjectType.NOTES, ObjectType.DEALS, 214, 0),
          pair(ObjectType.DEALS, ObjectType.NOTES, 213, 0),
          pair(ObjectType.NOTES, ObjectType.TICKETS, 228, 0),
          pair(ObjectType.TICKETS, ObjectType.NOTES, 227, 0),
          pair(ObjectType.EMAILS, ObjectType.CONTACTS, 198, 0),
          pair(ObjectType.CONTACTS, ObjectType.EMAILS, 197, 0),
          pair(ObjectType.EMAILS, ObjectType.COMPANIES, 186, 0),
          pair(ObjectType.COMPANIES, ObjectType.EMAILS, 185, 0),
          pair(ObjectType.EMAILS, ObjectType.DEALS, 210, 0),
          pair(ObjectType.DEALS, ObjectType.EMAILS, 209, 0),
          pair(ObjectType.EMAILS, ObjectType.TICKETS, 224, 0),
          pair(ObjectType.TICKETS, ObjectType.EMAILS, 223, 0));

  private final Map<End, Map<ObjectType, NavigableMap<Long, Set<Integer>>>> links = new HashMap<>();

  /** The unlabelled type from one type to another, or null where they cannot be linked. */
  static @Nullable Integer plain(ObjectType from, ObjectType to) {
    Pair pair = find(from, to);
    return pair == null ? null : pair.plain();
  }

  /** True for a type id that HubSpot defines in this direction. */
  static boolean knows(ObjectType from, ObjectType to, int typeId) {
    Pair pair = find(from, to);
    return pair != null && typeId != 0 && (pair.plain() == typeId || pair.primary() == typeId);
  }

  /** True for the id that makes a company the primary one. */
  static boolean primary(ObjectType from, ObjectType to, int typeId) {
    Pair pair = find(from, to);
    return pair != null && typeId != 0 && pair.primary() == typeId;
  }

  /** Links two records. A primary link is also an unlabelled one and takes the place of another. */
  void add(End from, End to, int typeId) {
    Pair there = require(from.type(), to.type(), typeId);
    Pair back = require(to.type(), from.type());
    if (there.primary() == typeId) {
      dethrone(from.type() == ObjectType.COMPANIES ? to : from, ObjectType.COMPANIES);
      types(from, to).add(there.primary());
      types(to, from).add(back.primary());
    }
    types(from, to).add(there.plain());
    types(to, from).add(back.plain());
  }

  /** Unlinks two records, labels and all; answers whether there was a link. */
  boolean remove(End from, End to) {
    boolean there = unlink(from, to);
    return unlink(to, from) || there;
  }

  /** The linked ids of a type, ascending, each with its type ids. */
  NavigableMap<Long, Set<Integer>> of(End from, ObjectType to) {
    NavigableMap<Long, Set<Integer>> found = links.getOrDefault(from, Map.of()).get(to);
    return found == null ? new TreeMap<>() : found;
  }

  /** Gives all links of one record to another. */
  void move(End from, End to) {
    Map<ObjectType, NavigableMap<Long, Set<Integer>>> all = links.get(from);
    if (all == null) {
      return;
    }
    List<End> others =
        all.entrySet().stream()
            .flatMap(e -> e.getValue().keySet().stream().map(id -> new End(e.getKey(), id)))
            .toList();
    for (End other : others) {
      Set<Integer> types = Set.copyOf(types(from, other));
      remove(from, other);
      if (!other.equals(to)) {
        boolean hasPrimary = primaryOf(to, other.type());
        for (int type : types) {
          Pair pair = require(to.type(), other.type());
          add(to, other, type == pair.primary() && hasPrimary ? pair.plain() : type);
        }
      }
    }
  }

  /** The records that have links. */
  Collection<End> ends() {
    return links.keySet();
  }

  private boolean primaryOf(End from, ObjectType to) {
    Pair pair = find(from.type(), to);
    return pair != null
        && pair.primary() != 0
        && to == ObjectType.COMPANIES
        && of(from, to).values().stream().anyMatch(types -> types.contains(pair.primary()));
  }

  private void dethrone(End from, ObjectType companies) {
    Pair there = require(from.type(), companies);
    Pair back = require(companies, from.type());
    of(from, companies)
        .forEach(
            (id, types) -> {
              if (types.remove(there.primary())) {
                types(new End(companies, id), from).remove(back.primary());
              }
            });
  }

  private boolean unlink(End from, End to) {
    Map<ObjectType, NavigableMap<Long, Set<Integer>>> all = links.get(from);
    NavigableMap<Long, Set<Integer>> ids = all == null ? null : all.get(to.type());
    return ids != null && ids.remove(to.id()) != null;
  }

  private Set<Integer> types(End from, End to) {
    return links
        .computeIfAbsent(from, end -> new HashMap<>())
        .computeIfAbsent(to.type(), type -> new TreeMap<>())
        .computeIfAbsent(to.id(), id -> new TreeSet<>());
  }

  private static Pair require(ObjectType from, ObjectType to, int typeId) {
    Pair pair = require(from, to);
    if (!knows(from, to, typeId)) {
      throw new IllegalArgumentException(
          "Association type " + typeId + " does not lead from " + from + " to " + to);
    }
    return pair;
  }

  private static Pair require(ObjectType from, ObjectType to) {
    Pair pair = find(from, to);
    if (pair == null) {
      throw new IllegalArgumentException(from + " and " + to + " cannot be associated");
    }
    return pair;
  }

  private static @Nullable Pair find(ObjectType from, ObjectType to) {
    for (Pair pair : PAIRS) {
      if (pair.from() == from && pair.to() == to) {
        return pair;
      }
    }
    return null;
  }

  private static Pair pair(ObjectType from, ObjectType to, int plain, int primary) {
    return new Pair(from, to, plain, primary);
  }
}
