package dev.backhaul.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record type of a platform. Paths are dotted, as mappings write them. */
public record ObjectType(
    @Doc("Path of the platform's own id.") String key,
    @Doc("Path of the immutable external id; none if the migration names it.")
        @Nullable String joinKey,
    @Doc("Path of what changes with every write.") String version,
    @Doc("Path of the time of creation.") @Nullable String createdAt,
    @Doc("Path of the time of the last change.") @Nullable String updatedAt,
    @Doc("The record it belongs to, where it is a child.") @Nullable Parent parent,
    @Doc("How late changes may become visible.") @Nullable Duration settleLag,
    @Doc("History kept, by class of field (a path prefix, * for the rest).") @Default("{}")
        Map<String, Kept> history,
    @Doc("What undo can promise, by kind of write.") @Default("{}") Map<Kind, Undo> undo,
    @Doc("Keys that people give: name to path.") @Default("{}") Map<String, String> naturalKeys,
    @Doc("Where more values of a natural key stand, joined by semicolons: name to path.")
        @Default("{}")
        Map<String, String> aliases,
    @Doc(
            "Natural keys that no two records may share: before a write sets one, whoever holds it is"
                + " looked for, and another holder is a question.")
        @Default("[]")
        List<String> distinct,
    @Doc("Fields whose value only ever moves forward: to go back they are cleared first, then set.")
        @Default("[]")
        List<ForwardOnly> forwardOnly,
    @Doc("What must stand in the account before the first write.") @Nullable Setup setup,
    @Doc(
            "There are no conditional writes: after an update the fields' history is read, and a value"
                + " of another writer that ours replaced unseen is a question.")
        @Default("false")
        boolean checkHistory,
    @Doc("What the platform can count: created, changed, deleted, merged.") @Default("[]")
        List<String> counts,
    @Doc("What changes may be missed, shown with every delta.") @Default("[]")
        List<String> blindSpots,
    @Doc("Names of all fields, where a read must list them.") @Nullable Paged fieldNames,
    @Doc("Associations to put into each record.") @Default("[]") List<Link> links,
    @Doc("How changes are found.") @Nullable Changes changes,
    @Doc("How records are read: by id, joinKey, parent or a natural key.") @Default("{}")
        Map<String, Lookup> read,
    @Doc("How field history is read.") @Nullable History historyOf,
    @Doc(
            "Who created a record, where no history says: jq giving {user, app, sourceType, importId}.")
        @Nullable Jq creator,
    @Doc("Files of a record: jq giving [{id, name?}].") @Nullable Jq attachments,
    @Doc("Where a write of it lists the tokens of its uploaded files; none if it takes none.")
        @Nullable String uploads,
    @Doc("How the platform counts.") @Nullable Count count,
    @Doc("How records are written, by kind.") @Default("{}") Map<Kind, WriteOperation> write) {

  /** Checks that what is uploaded can be seen again, and what is guarded can be looked for. */
  public ObjectType {
    for (String name : distinct) {
      if (!naturalKeys.containsKey(name) || !read.containsKey(name)) {
        throw new IllegalArgumentException(
            "distinct names '"
                + name
                + "', which needs a path in naturalKeys and a way to read by it");
      }
    }
    if (setup != null && joinKey == null) {
      throw new IllegalArgumentException("setup needs a joinKey: the field that it makes unique");
    }
    if (checkHistory && historyOf == null) {
      throw new IllegalArgumentException("checkHistory needs historyOf beside it");
    }
    if (uploads != null && attachments == null) {
      throw new IllegalArgumentException(
          "uploads needs attachments beside it: a file is only believed to be home when it is read back");
    }
  }

  /** A field whose value only ever moves forward. */
  public record ForwardOnly(
      @Doc("The field.") String path, @Doc("Its values, first to last.") List<String> order) {

    /** True if a value stands before the one that is there; false where either is unknown. */
    public boolean backward(String now, String wanted) {
      int from = order.indexOf(now);
      int to = order.indexOf(wanted);
      return to >= 0 && to < from;
    }
  }

  /** How much history the platform keeps of a class of field. */
  public enum Kept {
    FULL,
    TRACKED,
    NONE
  }

  /** The record a child belongs to. */
  public record Parent(
      @Doc("The parent's object.") String object,
      @Doc("Path of the parent's id in the child.") String path) {}

  /** The files that a record names, in its own order; none where the manifest tells of none. */
  public List<FileRef> files(JsonNode record) {
    return attachments == null
        ? List.of()
        : attachments.list(record).stream().map(ObjectType::file).toList();
  }

  private static FileRef file(JsonNode file) {
    String name = file.path("name").asText("");
    return new FileRef(file.path("id").asText(), name.isEmpty() ? null : name);
  }

  /** How late changes may become visible; zero unless told. */
  public Duration lag() {
    return settleLag == null ? Duration.ZERO : settleLag;
  }

  /**
   * How much history is kept of a field: the longest class that its path begins with, else none.
   */
  public Kept history(String path) {
    String best = "";
    for (String prefix : history.keySet()) {
      boolean fits = path.equals(prefix) || path.startsWith(prefix + ".");
      if (fits && prefix.length() > best.length()) {
        best = prefix;
      }
    }
    return history.getOrDefault(best.isEmpty() ? "*" : best, Kept.NONE);
  }

  /** What undo can promise for a kind of write; nothing unless told. */
  public Undo undo(Kind kind) {
    return undo.getOrDefault(kind, new Undo(Undo.Promise.NONE, null, null));
  }
}
