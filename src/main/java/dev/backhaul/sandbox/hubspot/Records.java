package dev.backhaul.sandbox.hubspot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All records, by type and id, with the index of unique values. Guarded by the state's lock. */
final class Records {
  private static final String MERGED = "hs_merged_object_ids";
  private static final String EXTRA_EMAILS = "hs_additional_emails";

  private record UniqueKey(ObjectType type, String property, String value) {}

  private final Schema schema;
  private final Map<ObjectType, NavigableMap<Long, CrmRecord>> types =
      new EnumMap<>(ObjectType.class);
  private final Map<ObjectType, Map<Long, Long>> merged = new EnumMap<>(ObjectType.class);
  private final Map<UniqueKey, CrmRecord> unique = new HashMap<>();
  private long lastId = 100_000;

  Records(Schema schema) {
    this.schema = schema;
    for (ObjectType type : ObjectType.values()) {
      types.put(type, new TreeMap<>());
      merged.put(type, new HashMap<>());
    }
  }

  /** All records of a type, archived ones too, merged-away ones not, by ascending id. */
  Collection<CrmRecord> all(ObjectType type) {
    return of(type).values();
  }

  /** Those with an id above the given one. */
  Collection<CrmRecord> after(ObjectType type, long id) {
    return of(type).tailMap(id, false).values();
  }

  /** The record an id means, following merges; archived ones too. */
  @Nullable CrmRecord find(ObjectType type, String id) {
    Long number = number(id);
    return number == null ? null : of(type).get(survivor(type, number));
  }

  /** The id that a merged-away id now means, or the id itself. */
  long survivor(ObjectType type, long id) {
    Map<Long, Long> gone = merged.getOrDefault(type, Map.of());
    long now = id;
    for (Long next = gone.get(now); next != null; next = gone.get(now)) {
      now = next;
    }
    return now;
  }

  /** Merged-away ids with the ids they went into. */
  Map<Long, Long> merged(ObjectType type) {
    return merged.getOrDefault(type, Map.of());
  }

  void merged(ObjectType type, long loser, long winner) {
    merged.computeIfAbsent(type, t -> new HashMap<>()).put(loser, winner);
  }

  /** The living record that holds a unique value, or null. */
  @Nullable CrmRecord holder(ObjectType type, String property, String value) {
    CrmRecord record = unique.get(new UniqueKey(type, property, value));
    return record == null || record.archived() ? null : record;
  }

  /** The record that holds a unique value; archived ones too. */
  @Nullable CrmRecord keyed(ObjectType type, String property, String value) {
    return unique.get(new UniqueKey(type, property, value));
  }

  /** Makes an empty record; a null id is chosen. */
  CrmRecord create(ObjectType type, @Nullable Long id, Instant at, SourceTag source) {
    long key = id == null ? lastId + 1 : id;
    if (of(type).containsKey(key) || merged(type).containsKey(key)) {
      throw new IllegalArgumentException(type.plural() + " " + key + " exists already");
    }
    lastId = Math.max(lastId, key);
    CrmRecord record = new CrmRecord(type, key, at, source);
    of(type).put(key, record);
    return record;
  }

  /** Writes checked values and keeps the index; answers the names that changed. */
  List<String> put(CrmRecord record, Map<String, String> values, Instant at, SourceTag source) {
    List<String> changed = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          PropertyDefinition property = schema.find(record.type(), name);
          boolean keyed = property != null && (property.unique() || name.equals(EXTRA_EMAILS));
          String before = keyed ? record.value(name) : null;
          if (record.put(name, value, at, source)) {
            changed.add(name);
            if (keyed) {
              reindex(record, name, before, record.value(name));
            }
            if (name.equals(Lifecycle.STAGE)) {
              Lifecycle.dates(record, value, at)
                  .forEach((date, entered) -> record.put(date, entered, at, source));
            }
          }
        });
    return changed;
  }

  /** Drops all values of a property, as if there had never been any. */
  void forget(ObjectType type, String name) {
    unique.keySet().removeIf(key -> key.type() == type && key.property().equals(name));
    of(type).values().forEach(record -> record.forget(name));
  }

  /** Indexes what a record holds now, after its history was put back value by value. */
  void index(CrmRecord record) {
    record
        .values()
        .forEach(
            (name, value) -> {
              PropertyDefinition property = schema.find(record.type(), name);
              if (property != null && (property.unique() || name.equals(EXTRA_EMAILS))) {
                reindex(record, name, null, value);
              }
            });
  }

  /** Makes the loser part of the winner; the loser's id means the winner from then on. */
  void merge(CrmRecord winner, CrmRecord loser, Instant at, SourceTag source) {
    of(loser.type()).remove(loser.id());
    Map<String, String> taken = new HashMap<>();
    loser
        .values()
        .forEach(
            (name, value) -> {
              PropertyDefinition property = schema.find(loser.type(), name);
              if (property != null && (property.unique() || name.equals(EXTRA_EMAILS))) {
                reindex(loser, name, value, null);
              }
              if (winner.value(name) == null) {
                taken.put(name, value);
              }
            });
    String email = taken.containsKey("email") ? null : loser.value("email");
    String emails = joined(winner.value(EXTRA_EMAILS), loser.value(EXTRA_EMAILS), email);
    if (!emails.isEmpty()) {
      taken.put(EXTRA_EMAILS, emails);
    }
    taken.put(MERGED, joined(winner.value(MERGED), loser.value(MERGED), loser.key()));
    put(winner, taken, at, source);
    merged(winner.type(), loser.id(), winner.id());
  }

  private void reindex(
      CrmRecord record, String name, @Nullable String before, @Nullable String after) {
    String index = name.equals(EXTRA_EMAILS) ? "email" : name;
    for (String value : values(name, before)) {
      unique.remove(new UniqueKey(record.type(), index, value), record);
    }
    for (String value : values(name, after)) {
      unique.put(new UniqueKey(record.type(), index, value), record);
    }
  }

  private static List<String> values(String name, @Nullable String value) {
    if (value == null) {
      return List.of();
    }
    return name.equals(EXTRA_EMAILS) ? List.of(value.split(";")) : List.of(value);
  }

  private static String joined(@Nullable String... parts) {
    StringJoiner all = new StringJoiner(";");
    for (String part : parts) {
      if (part != null) {
        all.add(part);
      }
    }
    return all.toString();
  }

  private NavigableMap<Long, CrmRecord> of(ObjectType type) {
    return types.computeIfAbsent(type, t -> new TreeMap<>());
  }

  static @Nullable Long number(String id) {
    boolean digits = !id.isEmpty() && id.length() < 19;
    return digits && id.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.valueOf(id) : null;
  }
}
