package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Op;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.HistoryRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a platform has no conditional writes, looks after an update whether somebody wrote between
 * our last look at the record and our write: then the value right before ours in the field's
 * history is not the one that we had seen.
 */
final class Overtaken {
  private final Account account;
  private final Patience patience;

  Overtaken(Account account, Patience patience) {
    this.account = account;
    this.patience = patience;
  }

  /** Adds to each write that is there what it replaced unseen. */
  void mark(String object, List<Entry> entries, Map<String, Seen> seen) {
    if (!account.type(object).map(ObjectType::checkHistory).orElse(false)) {
      return;
    }
    Map<String, Entry> written = new HashMap<>();
    for (Entry entry : entries) {
      boolean checked =
          entry.op() == Op.UPDATE
              && entry.intent().subject() != Intent.Subject.SETUP
              && seen.get(entry.id()) instanceof Seen.There;
      String id = entry.intent().recordId();
      if (checked && id != null) {
        written.put(id, entry);
      }
    }
    if (written.isEmpty()) {
      return;
    }
    Map<String, List<HistoryEvent>> events = new HashMap<>();
    for (HistoryEvent event :
        patience.read(
            () -> account.history(object, new HistoryRequest(List.copyOf(written.keySet()))))) {
      events.computeIfAbsent(event.id() + " " + event.field(), key -> new ArrayList<>()).add(event);
    }
    written.forEach(
        (id, entry) -> {
          ObjectNode lost = lost(entry, id, events);
          if (!lost.isEmpty() && seen.get(entry.id()) instanceof Seen.There there) {
            seen.put(entry.id(), new Seen.There(there.item(), there.version(), lost));
          }
        });
  }

  private static ObjectNode lost(Entry entry, String id, Map<String, List<HistoryEvent>> events) {
    ObjectNode lost = Json.object();
    ObjectNode wanted = entry.intent().wanted();
    JsonNode before = Wanted.fields(entry.intent().before());
    for (String path : Leaves.touched(wanted)) {
      JsonNode ours = wanted.path(Wanted.SET).path(path);
      JsonNode had = Leaves.at(before, path);
      List<HistoryEvent> values = events.getOrDefault(id + " " + path, List.of());
      int at = values.size() - 1;
      while (at > 0 && !Leaves.same(ours, values.get(at).value())) {
        at--;
      }
      // Without a value before ours nothing can be told: histories are cut at some length.
      if (at > 0 && !Leaves.same(ours, had) && !Leaves.same(had, values.get(at - 1).value())) {
        JsonNode theirs = values.get(at - 1).value();
        lost.set(path, Leaves.empty(theirs) ? NullNode.getInstance() : theirs);
      }
    }
    return lost;
  }
}
