package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a source is like, so that the judge does not take its own ways for the service's doing. */
public interface Habits {
  /**
   * A field that is not what it was, although nothing was to be written there.
   *
   * @param object the source object
   * @param path the field
   * @param was all fields before, by path
   * @param now all fields after, by path
   * @param wanted what was to be written into this record, by path
   * @param touched whether anything was to be written into or appended to this record
   */
  record Difference(
      String object,
      String path,
      SortedMap<String, JsonNode> was,
      SortedMap<String, JsonNode> now,
      Map<String, JsonNode> wanted,
      boolean touched) {}

  /** The objects whose records are written field by field, in the words of the source's ledger. */
  Set<String> objects();

  /** How often a rollback may write a field of one record at most. */
  int mostWrites(String field);

  /** The fields of a record by dotted path. */
  SortedMap<String, JsonNode> flat(ObjectNode record);

  /** Whether a difference is the source's own doing. */
  boolean own(Difference difference);

  /** The key of a record that the service created, which names its target record; null if none. */
  @Nullable String key(ObjectNode record);

  /** Whether a record is what the service proved silence with, and left as it should. */
  boolean canary(ObjectNode record);

  /** Whether an appended comment keeps the time it was written at; an imported one always does. */
  boolean keepsTimes();
}
