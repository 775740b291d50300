package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One collection of a provider, in the order of creation. What it gives out are copies. */
public final class Shelf {
  private final String name;
  private final Ledger ledger;
  private final Map<String, ObjectNode> rows = new LinkedHashMap<>();

  Shelf(String name, Ledger ledger) {
    this.name = name;
    this.ledger = ledger;
  }

  /** All rows. */
  public List<ObjectNode> all() {
    List<ObjectNode> copies = new ArrayList<>();
    rows.values().forEach(row -> copies.add(row.deepCopy()));
    return copies;
  }

  /** The row with this id, or null. */
  public @Nullable ObjectNode find(String id) {
    ObjectNode row = rows.get(id);
    return row == null ? null : row.deepCopy();
  }

  /** Stores a row and books the change; a row that stays as it was is not a change. */
  public void put(String id, ObjectNode row) {
    ObjectNode before = rows.get(id);
    TreeSet<String> changed = new TreeSet<>();
    ObjectNode old = before == null ? JsonNodeFactory.instance.objectNode() : before;
    row.fieldNames().forEachRemaining(changed::add);
    old.fieldNames().forEachRemaining(changed::add);
    changed.removeIf(field -> row.has(field) && row.get(field).equals(old.get(field)));
    if (before == null || !changed.isEmpty()) {
      rows.put(id, row.deepCopy());
      ledger.write(name, id, before == null ? "created" : "updated", changed);
    }
  }

  /** Removes a row; false when there is none. */
  public boolean delete(String id) {
    boolean was = rows.remove(id) != null;
    if (was) {
      ledger.write(name, id, "deleted", List.of());
    }
    return was;
  }

  /** Takes rows back from a snapshot, booking nothing. */
  void load(String id, ObjectNode row) {
    rows.put(id, row);
  }

  /** Keeps without booking: what the provider does for itself. */
  void keep(String id, ObjectNode row) {
    rows.put(id, row.deepCopy());
  }

  Map<String, ObjectNode> rows() {
    return rows;
  }
}
