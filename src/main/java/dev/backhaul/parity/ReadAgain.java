package dev.backhaul.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.Leaves;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Store;
import dev.backhaul.store.Written;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads every verified write back once more, as the source holds it now. */
final class ReadAgain {
  private static final int PAGE = 200;
  private static final int SHOWN = 5;
  private static final String ID = "id";
  private static final String VERIFIED =
      "role = 'SOURCE' AND subject IN ('WRITE', 'UNDO') AND state = 'VERIFIED'";
  private static final String PARENT = "parent";

  private final Store store;
  private final Journal journal;
  private final Account source;
  private final Manifest manifest;
  private final Progress progress;
  private final Written written;
  private final Map<String, Sums> sums = new TreeMap<>();

  /** What one object's writes have come to so far. */
  private static final class Sums {
    long written;
    long equal;
    long changedSince;
    long gone;
    long differs;
    long unreadable;
    long carried;
    long carriedFound;
    long doubled;
    long unsettled;
    final List<String> look = new ArrayList<>();

    void look(String object, @Nullable String id) {
      if (look.size() < SHOWN) {
        look.add(object + ":" + id);
      }
    }

    WriteRow row(String object) {
      return new WriteRow(
          object,
          written,
          equal,
          changedSince,
          gone,
          differs,
          unreadable,
          carried,
          carriedFound,
          doubled,
          unsettled,
          look);
    }
  }

  ReadAgain(Store store, Journal journal, Account source, Manifest manifest, Progress progress) {
    this.store = store;
    this.journal = journal;
    this.source = source;
    this.manifest = manifest;
    this.progress = progress;
    written = new Written(store.payload());
  }

  List<WriteRow> rows() {
    long total = number("SELECT COUNT(*) FROM journal WHERE " + VERIFIED);
    long after = 0;
    long done = 0;
    for (List<Entry> page = page(after); !page.isEmpty(); page = page(after)) {
      check(page);
      after = page.get(page.size() - 1).seq();
      done += page.size();
      progress.moved("read again", "source", done, total);
    }
    tally(
            """
        SELECT object, COUNT(*) AS n FROM journal WHERE role = 'SOURCE' AND subject IN ('WRITE', 'UNDO')
          AND state IN ('CAPTURED', 'INTENT', 'SENT', 'UNKNOWN') GROUP BY object
        """)
        .forEach((object, n) -> sums(object).unsettled = n);
    tally(
            """
        SELECT object, COUNT(*) AS n FROM (SELECT object, decision FROM journal WHERE role = 'SOURCE'
          AND subject = 'WRITE' AND op IN ('CREATE', 'APPEND') AND state = 'VERIFIED'
          GROUP BY object, decision HAVING COUNT(*) > 1) AS twice GROUP BY object
        """)
        .forEach((object, n) -> sums(object).doubled = n);
    return sums.entrySet().stream().map(each -> each.getValue().row(each.getKey())).toList();
  }

  private List<Entry> page(long after) {
    return store.read(
        handle ->
            journal.select(
                handle,
                VERIFIED + " AND seq > :after ORDER BY seq LIMIT " + PAGE,
                query -> query.bind("after", after)));
  }

  private void check(List<Entry> page) {
    Map<String, List<Entry>> records = new TreeMap<>();
    Map<String, List<Entry>> children = new TreeMap<>();
    for (Entry entry : page) {
      sums(entry.object()).written++;
      boolean append = entry.op() == Op.APPEND && !source.ownKey(entry.object());
      if (readable(entry.object(), append ? PARENT : ID)) {
        (append ? children : records)
            .computeIfAbsent(entry.object(), key -> new ArrayList<>())
            .add(entry);
      } else {
        sums(entry.object()).unreadable++;
      }
    }
    records.forEach(this::checkRecords);
    children.forEach(this::checkChildren);
  }

  private boolean readable(String object, String by) {
    ObjectType type = manifest.objects().get(object);
    return type != null && type.read().containsKey(by);
  }

  private void checkRecords(String object, List<Entry> entries) {
    Map<String, Item> now = byId(source.read(object, ReadRequest.ids(ids(entries))));
    for (Entry entry : entries) {
      Item item = now.get(id(entry));
      switch (entry.op()) {
        case DELETE -> deleted(entry, item);
        case CREATE, UPDATE, APPEND, DISABLE -> compare(entry, item);
      }
    }
    carried(entries.stream().filter(entry -> entry.op() == Op.CREATE).toList());
  }

  private void compare(Entry entry, @Nullable Item item) {
    Sums sum = sums(entry.object());
    if (item == null) {
      sum.gone++;
      sum.look(entry.object(), id(entry));
      return;
    }
    JsonNode expected = expected(entry, item.id());
    List<String> paths = Leaves.touched(entry.intent().wanted());
    boolean same =
        paths.stream()
            .allMatch(path -> Leaves.same(expected.path(path), Leaves.at(item.fields(), path)));
    if (same) {
      sum.equal++;
    } else if (entry.op() != Op.APPEND && item.version().equals(leftAt(entry, item.id()))) {
      sum.differs++;
      sum.look(entry.object(), item.id());
    } else {
      sum.changedSince++;
    }
  }

  /**
   * What the record held after our last write to it, path by path; a later write of ours counts.
   */
  private ObjectNode expected(Entry entry, String id) {
    ObjectNode expected = Json.object();
    JsonNode after =
        entry.trace().after() == null ? Json.object() : entry.trace().after().path("fields");
    for (String path : Leaves.touched(entry.intent().wanted())) {
      expected.set(path, Leaves.at(after, path));
    }
    if (entry.op() != Op.APPEND) {
      store
          .read(handle -> written.of(handle, entry.object(), id))
          .ifPresent(
              left ->
                  left.leaves()
                      .properties()
                      .forEach(leaf -> expected.replace(leaf.getKey(), leaf.getValue())));
    }
    return expected;
  }

  private @Nullable String leftAt(Entry entry, String id) {
    return store
        .read(handle -> journal.leftVersion(handle, entry.object() + ":" + id))
        .orElse(entry.trace().afterVersion());
  }

  /** Where deleting leaves a trace of the record (suspended, tagged), only its version tells. */
  private void deleted(Entry entry, @Nullable Item item) {
    Sums sum = sums(entry.object());
    if (item == null || item.version().equals(leftAt(entry, item.id()))) {
      sum.equal++;
    } else {
      sum.changedSince++;
    }
  }

  private void checkChildren(String object, List<Entry> entries) {
    Map<String, List<Entry>> byParent = new TreeMap<>();
    for (Entry entry : entries) {
      byParent
          .computeIfAbsent(
              Objects.requireNonNull(entry.intent().recordId()), key -> new ArrayList<>())
          .add(entry);
    }
    byParent.forEach(
        (parent, group) -> {
          Map<String, Item> now = byId(children(object, parent));
          group.forEach(entry -> compare(entry, now.get(entry.trace().nativeId())));
        });
  }

  /** Children that travelled inside a create have no entry of their own: they are counted. */
  private void carried(List<Entry> creates) {
    List<String> parents =
        creates.stream()
            .filter(entry -> !entry.intent().wanted().path("children").isEmpty())
            .map(entry -> "in:" + entry.trace().nativeId())
            .toList();
    if (parents.isEmpty()) {
      return;
    }
    record Family(String object, String parent, long children) {}
    List<Family> families =
        store.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT source_object, source_id, COUNT(*) AS n FROM id_map WHERE origin = 'CARRIED'"
                            + " AND source_id IN (<parents>) GROUP BY source_object, source_id")
                    .bindList("parents", parents)
                    .map(
                        (row, c) ->
                            new Family(
                                row.getString(1), row.getString(2).substring(3), row.getLong(3)))
                    .list());
    families.forEach(each -> carried(each.object(), each.parent(), each.children()));
  }

  private void carried(String object, String parent, long count) {
    Sums sum = sums(object);
    if (readable(object, PARENT)) {
      sum.carried += count;
      sum.carriedFound += Math.min(count, children(object, parent).size());
    } else {
      sum.unreadable += count;
    }
  }

  private List<Item> children(String object, String parent) {
    return source.read(object, new ReadRequest(PARENT, List.of(parent)));
  }

  private static @Nullable String id(Entry entry) {
    boolean born = entry.op() == Op.CREATE || entry.op() == Op.APPEND;
    return born ? entry.trace().nativeId() : entry.intent().recordId();
  }

  private static List<String> ids(Collection<Entry> entries) {
    return entries.stream().map(ReadAgain::id).filter(Objects::nonNull).distinct().toList();
  }

  private static Map<String, Item> byId(List<Item> items) {
    Map<String, Item> out = new HashMap<>();
    items.forEach(item -> out.put(item.id(), item));
    return out;
  }

  private Sums sums(String object) {
    return sums.computeIfAbsent(object, key -> new Sums());
  }

  private long number(String sql) {
    return store.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private Map<String, Long> tally(String sql) {
    return store.read(
        handle -> {
          Map<String, Long> out = new TreeMap<>();
          handle
              .createQuery(sql)
              .map((row, context) -> Map.entry(row.getString("object"), row.getLong("n")))
              .forEach(each -> out.put(each.getKey(), each.getValue()));
          return out;
        });
  }
}
