package dev.backhaul.parity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.apply.Leaves;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.plan.Flow;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds the target records that a key may mean. */
final class Whom {
  private static final int PAGE = 500;
  private static final int MOST = 20;
  private final Store store;
  private final Map<String, List<String>> naturalKeys;

  /**
   * @param naturalKeys target object to the paths of keys that people give
   */
  Whom(Store store, Map<String, List<String>> naturalKeys) {
    this.store = store;
    this.naturalKeys = Map.copyOf(naturalKeys);
  }

  static Map<String, List<String>> naturalKeys(List<Flow> flows) {
    Map<String, List<String>> out = new LinkedHashMap<>();
    flows.forEach(
        flow ->
            out.put(
                flow.targetObject(),
                flow.naturalKeys().stream().map(Flow.NaturalKey::target).toList()));
    return out;
  }

  /** Symbols, the surest kind of match only. */
  Set<String> symbols(String key) {
    String asked = key.strip();
    Set<String> found = new LinkedHashSet<>(target(asked));
    if (found.isEmpty()) {
      found.addAll(source(asked));
    }
    if (found.isEmpty()) {
      found.addAll(
          query("SELECT DISTINCT object || ':' || id FROM staged WHERE join_key = :a", asked, ""));
    }
    if (found.isEmpty()) {
      found.addAll(natural(asked));
    }
    return found;
  }

  private List<String> target(String key) {
    int colon = key.indexOf(':');
    return colon < 1
        ? List.of()
        : query(
            """
            SELECT object || ':' || id FROM staged WHERE object = :a AND id = :b
            UNION SELECT target_object || ':' || target_id FROM decision
              WHERE target_object = :a AND target_id = :b
            UNION SELECT target_object || ':' || target_id FROM id_map
              WHERE target_object = :a AND target_id = :b
            """,
            key.substring(0, colon),
            key.substring(colon + 1));
  }

  private List<String> source(String key) {
    int slash = key.indexOf('/');
    return slash < 1
        ? List.of()
        : query(
            """
            SELECT target_object || ':' || target_id FROM id_map WHERE source_object = :a AND source_id = :b
            UNION SELECT target_object || ':' || target_id FROM decision WHERE object = :a AND source_id = :b
            UNION SELECT target_object || ':' || target_id FROM decision
              WHERE object = :a AND id IN (SELECT decision FROM journal
                WHERE role = 'SOURCE' AND object = :a AND native_id = :b)
            """,
            key.substring(0, slash),
            key.substring(slash + 1));
  }

  private List<String> query(String sql, String a, String b) {
    return store.read(
        handle ->
            handle
                .createQuery(sql + (sql.contains(":b") ? "" : " AND :b = ''") + " LIMIT " + MOST)
                .bind("a", a)
                .bind("b", b)
                .mapTo(String.class)
                .list());
  }

  /** Payloads are sealed, so no index helps: reads page by page. */
  private List<String> natural(String key) {
    String wanted = key.toLowerCase(Locale.ROOT);
    StagedRecords staged = new StagedRecords(store);
    List<String> found = new ArrayList<>();
    naturalKeys.forEach(
        (object, paths) -> {
          String after = "";
          List<StagedRecord> page = paths.isEmpty() ? List.of() : staged.page(object, after, PAGE);
          while (!page.isEmpty() && found.size() < MOST) {
            for (StagedRecord record : page) {
              after = record.id();
              if (paths.stream().anyMatch(path -> named(record, path, wanted))) {
                found.add(record.symbol());
              }
            }
            page = staged.page(object, after, PAGE);
          }
        });
    return found;
  }

  private static boolean named(StagedRecord record, String path, String wanted) {
    JsonNode value = Leaves.at(record.fields(), path);
    return value.isValueNode() && value.asText().strip().toLowerCase(Locale.ROOT).equals(wanted);
  }
}
