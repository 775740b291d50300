package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.Evidence;
import dev.backhaul.delta.IdMap;
import dev.backhaul.delta.Original;
import dev.backhaul.delta.Originals;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings together, in bulk, everything that deciding a page of records needs. */
final class Gather {
  private final Store store;
  private final StagedRecords staged;
  private final Evidence evidence;
  private final Originals originals;
  private final IdMap ids;
  private final Account source;

  Gather(
      Store store,
      StagedRecords staged,
      Evidence evidence,
      Originals originals,
      IdMap ids,
      Account source) {
    this.store = store;
    this.staged = staged;
    this.evidence = evidence;
    this.originals = originals;
    this.ids = ids;
    this.source = source;
  }

  /** The source ids of a page's records that exist in the source, as far as known. */
  Map<String, String> sourceIds(List<StagedRecord> records) {
    return sourceIds(records, known(records));
  }

  /** What the id map says of a page's records, which are all of one object. */
  private Map<String, String> known(List<StagedRecord> records) {
    return records.isEmpty()
        ? Map.of()
        : ids.sourceIds(records.get(0).object(), records.stream().map(StagedRecord::id).toList());
  }

  private static Map<String, String> sourceIds(
      List<StagedRecord> records, Map<String, String> known) {
    Map<String, String> out = new LinkedHashMap<>();
    for (StagedRecord record : records) {
      String id = known.getOrDefault(record.id(), record.joinKey());
      if (id != null) {
        out.put(record.id(), id);
      }
    }
    return out;
  }

  Inputs of(Flow flow, List<StagedRecord> records) {
    Map<String, String> known = known(records);
    Set<String> sourceIds = new HashSet<>(sourceIds(records, known).values());
    Map<String, Original> found =
        flow.child() ? Map.of() : originals.of(flow.sourceObject(), sourceIds);
    return new Inputs(
        evidence.of(flow.targetObject(), records),
        found,
        written(flow.sourceObject(), sourceIds),
        known,
        flow.child() ? Map.of() : duplicates(flow, records, known),
        staged.duplicateJoinKeys(flow.targetObject(), sourceIds));
  }

  private Map<String, Inputs.Written> written(String object, Set<String> sourceIds) {
    if (sourceIds.isEmpty()) {
      return Map.of();
    }
    return store.read(
        handle -> {
          Map<String, Inputs.Written> out = new HashMap<>();
          handle
              .createQuery(
                  "SELECT source_id, leaves, taken FROM written WHERE object = :object AND source_id IN (<ids>)")
              .bind("object", object)
              .bindList("ids", List.copyOf(sourceIds))
              .map(
                  (row, context) -> {
                    ObjectNode leaves = store.payload().decodeObject(row.getBytes("leaves"));
                    Map<String, JsonNode> byPath = new HashMap<>();
                    leaves.properties().forEach(e -> byPath.put(e.getKey(), e.getValue()));
                    return Map.entry(
                        row.getString("source_id"),
                        new Inputs.Written(
                            byPath, store.payload().decodeObject(row.getBytes("taken"))));
                  })
              .forEach(e -> out.put(e.getKey(), e.getValue()));
          return out;
        });
  }

  /** Records born in the target whose natural key the source already has. */
  private Map<String, List<String>> duplicates(
      Flow flow, List<StagedRecord> records, Map<String, String> known) {
    Map<String, List<String>> out = new HashMap<>();
    for (Flow.NaturalKey key : flow.naturalKeys()) {
      Map<String, String> values = new LinkedHashMap<>();
      for (StagedRecord record : records) {
        String value = keyOf(record, key, known);
        if (value != null) {
          values.put(record.id(), value);
        }
      }
      if (values.isEmpty()) {
        continue;
      }
      Map<String, List<String>> holders = new HashMap<>();
      String path =
          source
              .type(flow.sourceObject())
              .map(type -> type.naturalKeys().get(key.source()))
              .orElse(key.source());
      for (Item item :
          source.read(
              flow.sourceObject(),
              new ReadRequest(key.source(), List.copyOf(new TreeSet<>(values.values()))))) {
        String held = Dotted.at(item.fields(), path).asText();
        holders.computeIfAbsent(fold(held), k -> new ArrayList<>()).add(item.id());
      }
      values.forEach(
          (id, value) -> {
            List<String> twins = holders.get(fold(value));
            if (twins != null) {
              out.merge(id, twins, Gather::union);
            }
          });
    }
    return out;
  }

  private static @Nullable String keyOf(
      StagedRecord record, Flow.NaturalKey key, Map<String, String> known) {
    boolean born =
        record.kind() == Change.Kind.CHANGED
            && record.joinKey() == null
            && !known.containsKey(record.id());
    String value = Dotted.at(record.fields(), key.target()).asText("");
    return born && !value.isBlank() ? value : null;
  }

  private static List<String> union(List<String> a, List<String> b) {
    Set<String> all = new TreeSet<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }

  private static String fold(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
