package dev.backhaul.sandbox.hubspot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One record with the whole history of its values. Guarded by the state's lock. */
final class CrmRecord {
  private final ObjectType type;
  private final long id;
  private final Instant createdAt;
  private final SourceTag creator;
  private Instant updatedAt;
  private SourceTag writer;
  private @Nullable Instant archivedAt;

  /** Oldest first. */
  private final Map<String, List<Revision>> history = new HashMap<>();

  CrmRecord(ObjectType type, long id, Instant createdAt, SourceTag creator) {
    this.type = type;
    this.id = id;
    this.createdAt = createdAt;
    this.creator = creator;
    this.updatedAt = createdAt;
    this.writer = creator;
  }

  ObjectType type() {
    return type;
  }

  long id() {
    return id;
  }

  String key() {
    return Long.toString(id);
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  @Nullable Instant archivedAt() {
    return archivedAt;
  }

  SourceTag creator() {
    return creator;
  }

  SourceTag writer() {
    return writer;
  }

  boolean archived() {
    return archivedAt != null;
  }

  /** Takes a value unless it is the one that stands; answers whether something changed. */
  boolean put(String property, String value, Instant at, SourceTag source) {
    List<Revision> revisions = history.getOrDefault(property, List.of());
    int place = revisions.size();
    while (place > 0 && revisions.get(place - 1).at().isAfter(at)) {
      place--;
    }
    String before = place == 0 ? "" : revisions.get(place - 1).value();
    if (before.equals(value)) {
      return false;
    }
    history
        .computeIfAbsent(property, name -> new ArrayList<>(1))
        .add(place, new Revision(value, at, source));
    touch(at, source);
    return true;
  }

  /** Drops a property with its history; does not count as a change. */
  void forget(String property) {
    history.remove(property);
  }

  /** Counts as a change at this instant. */
  void touch(Instant at, SourceTag source) {
    if (!at.isBefore(updatedAt)) {
      updatedAt = at;
      writer = source;
    }
  }

  void archive(Instant at, SourceTag source) {
    archivedAt = at;
    writer = source;
  }

  /** The value now, or null where there never was one or it was cleared. */
  @Nullable String value(String property) {
    String computed = computed(property, updatedAt, writer);
    if (computed != null) {
      return computed;
    }
    List<Revision> revisions = history.get(property);
    if (revisions == null) {
      return null;
    }
    String value = revisions.get(revisions.size() - 1).value();
    return value.isEmpty() ? null : value;
  }

  /** The value as it stood at an instant, for an index that lags behind. */
  @Nullable String valueAsOf(String property, Instant asOf) {
    if (!updatedAt.isAfter(asOf)) {
      return value(property);
    }
    Instant changed = updatedAsOf(asOf);
    String computed = computed(property, changed, creator);
    if (computed != null) {
      return computed;
    }
    String value = null;
    for (Revision revision : history.getOrDefault(property, List.of())) {
      if (!revision.at().isAfter(asOf)) {
        value = revision.value();
      }
    }
    return value == null || value.isEmpty() ? null : value;
  }

  /** When it had last changed, seen from an instant. */
  Instant updatedAsOf(Instant asOf) {
    if (!updatedAt.isAfter(asOf)) {
      return updatedAt;
    }
    Instant latest = createdAt;
    for (List<Revision> revisions : history.values()) {
      for (Revision revision : revisions) {
        if (!revision.at().isAfter(asOf) && revision.at().isAfter(latest)) {
          latest = revision.at();
        }
      }
    }
    return latest;
  }

  /** All values a property had, newest first. */
  List<Revision> revisions(String property) {
    String computed = computed(property, updatedAt, writer);
    if (computed != null) {
      boolean changing = property.equals(type.modified());
      return List.of(
          new Revision(computed, changing ? updatedAt : createdAt, changing ? writer : creator));
    }
    List<Revision> revisions = new ArrayList<>(history.getOrDefault(property, List.of()));
    Collections.reverse(revisions);
    return revisions;
  }

  /** Values that stand and are not empty, by name. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    history.forEach(
        (property, revisions) -> {
          String value = revisions.get(revisions.size() - 1).value();
          if (!value.isEmpty()) {
            values.put(property, value);
          }
        });
    return values;
  }

  /** Tells all values with their names, each property's oldest first. */
  void forEach(BiConsumer<String, Revision> teller) {
    new TreeMap<>(history)
        .forEach((name, revisions) -> revisions.forEach(one -> teller.accept(name, one)));
  }

  /** A copy for those who judge. */
  CrmObject view() {
    return new CrmObject(
        type.plural(), key(), Map.copyOf(values()), createdAt, updatedAt, archivedAt, writer);
  }

  private @Nullable String computed(String property, Instant changed, SourceTag lastWriter) {
    if (property.equals(type.modified())) {
      return changed.toString();
    }
    if (property.equals(type.created())) {
      return createdAt.toString();
    }
    return switch (property) {
      case "hs_object_id" -> key();
      case "hs_object_source" -> creator.sourceType();
      case "hs_object_source_id" -> creator.sourceId();
      case "hs_object_source_label" -> creator.label();
      case "hs_object_source_user_id", "hs_created_by_user_id" -> text(creator.userId());
      case "hs_updated_by_user_id" -> text(lastWriter.userId());
      default -> null;
    };
  }

  private static @Nullable String text(@Nullable Long number) {
    return number == null ? null : number.toString();
  }
}
