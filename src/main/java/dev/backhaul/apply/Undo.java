package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.Write;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts back what we wrote, newest first, only where nobody has touched it since. Undo is journaled
 * like any write, so it survives a crash, and an undo of class EXACT can itself be undone.
 */
public final class Undo {
  private final Store store;
  private final Journal journal;
  private final Account account;
  private final Audit audit;
  private final Gate gate;
  private final ReadBack readBack;
  private final Applier.Steps steps;
  private final Compensation compensation;

  private Undo(Applier.Ground ground, Applier.Steps steps, Audit audit) {
    this.store = ground.store();
    this.journal = ground.journal();
    this.account = ground.account();
    this.audit = audit;
    this.gate = steps.gate();
    this.readBack =
        new ReadBack(store, journal, account, new Patience(ground.time(), ground.settings()));
    this.steps = steps;
    this.compensation = ground.compensation();
  }

  /** Undo over the same ground and steps as an applier. */
  public static Undo on(Applier.Ground ground, Applier applier, Audit audit) {
    return new Undo(ground, applier.steps(), audit);
  }

  /** What would happen to one entry. */
  public enum Fate {
    /** The values come back. */
    RESTORE,
    /** What was made is taken away as far as the platform can (archived, suspended, tagged). */
    COMPENSATE,
    /** Somebody changed it since: left alone. */
    TOUCHED_SINCE,
    /** The platform cannot take it back. */
    CANNOT
  }

  /** One entry and what undo would do with it. */
  public record Line(Entry entry, Fate fate) {
    boolean runs() {
      return fate == Fate.RESTORE || fate == Fate.COMPENSATE;
    }
  }

  /**
   * What an undo would do.
   *
   * @param hash what an approval names; it covers the entries and their fates
   * @param lines newest first
   */
  public record Preview(String hash, List<Line> lines) {
    /** How many entries have this fate. */
    public long count(Fate fate) {
      return lines.stream().filter(line -> line.fate() == fate).count();
    }
  }

  /**
   * What became of an undo.
   *
   * @param restored entries put back
   * @param left entries left alone, because they were touched since or cannot be undone
   * @param open entries whose undo still needs the platform or a person
   */
  public record Undone(int restored, int left, int open) {}

  /** Reads the records concerned and says what an undo would do; writes nothing anywhere. */
  public Preview preview(UndoScope scope) {
    List<Entry> entries = store.read(handle -> scope.entries(handle, journal));
    Map<String, Item> records = records(entries);
    Map<String, ObjectNode> assumed = new HashMap<>();
    Set<String> halfway = halfway();
    List<Line> lines =
        entries.stream().map(entry -> line(entry, records, assumed, halfway)).toList();
    StringBuilder covered = new StringBuilder();
    lines.forEach(
        line -> covered.append(line.entry().id()).append(' ').append(line.fate()).append('\n'));
    return new Preview(Json.sha256(covered.toString()), lines);
  }

  /**
   * Runs an approved preview. What was touched after the preview is left alone too.
   *
   * @throws GateClosedException if nothing may be written, or the preview's hash is not approved
   * @throws StoppedException if the platform does not answer; preview and run again
   */
  public Undone run(Preview preview, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "undo");
    gate.admitUndo(preview.hash());
    store.useTransaction(
        tx ->
            audit.append(
                tx,
                actor.name(),
                "undo",
                preview.hash(),
                Json.object().put("reason", reason).put("entries", preview.lines().size())));
    steps.settle().recover();
    int restored = 0;
    int open = 0;
    List<Line> lines = preview.lines().stream().filter(Line::runs).toList();
    for (List<Line> group : groups(lines)) {
      gate.admitUndo(preview.hash());
      List<Entry> done = batch(group.stream().map(Line::entry).toList(), preview.hash());
      restored += (int) done.stream().filter(entry -> entry.state() == State.VERIFIED).count();
      open += (int) done.stream().filter(entry -> entry.state().open()).count();
    }
    return new Undone(restored, preview.lines().size() - restored - open, open);
  }

  /** As often as it takes: putting a value back may take two parts, like writing it. */
  private List<Entry> batch(List<Entry> originals, String hash) {
    List<Entry> done = part(originals, hash);
    List<Entry> halfway =
        done.stream().filter(e -> e.state() == State.VERIFIED && Wanted.more(e)).toList();
    if (halfway.isEmpty()) {
      return done;
    }
    Set<String> undone = new HashSet<>();
    halfway.forEach(entry -> undone.add(entry.intent().undoes()));
    List<Entry> out = new ArrayList<>(done);
    out.removeAll(halfway);
    out.addAll(batch(originals.stream().filter(e -> undone.contains(e.id())).toList(), hash));
    return out;
  }

  private List<Entry> part(List<Entry> originals, String hash) {
    Map<String, Item> records = records(originals);
    Set<String> halfway = halfway();
    List<Entry> undo =
        journal.commit(
            CrashPoint.Step.INTENT,
            tx -> {
              List<Entry> entries = new ArrayList<>();
              for (Entry original : originals) {
                Entry now = journal.entry(tx, original.id()).orElseThrow();
                Item item = records.get(key(now));
                boolean runs =
                    now.state() == State.VERIFIED
                        && line(now, records, new HashMap<>(), halfway).runs();
                if (runs && item != null && !underWay(tx, now)) {
                  entries.add(journal.add(tx, intent(now, item, hash), State.INTENT));
                }
              }
              return entries;
            });
    return steps.settle().settle(steps.verify().verify(steps.send().send(undo)));
  }

  private boolean underWay(org.jdbi.v3.core.Handle tx, Entry original) {
    return journal.select(tx, "undoes = :id", query -> query.bind("id", original.id())).stream()
        .anyMatch(entry -> entry.state().open());
  }

  private Intent intent(Entry original, Item item, String hash) {
    ObjectNode instead = instead(original);
    boolean update = original.op() == Op.UPDATE || instead != null;
    ObjectNode wanted =
        instead != null
            ? Wanted.restoring(instead, item.version())
            : update ? restoring(original, item) : Wanted.restoring(Json.object(), item.version());
    return new Intent(
        Intent.Subject.UNDO,
        original.intent().decision(),
        original.id(),
        original.object(),
        item.id(),
        original.intent().joinKey(),
        update ? Op.UPDATE : Op.DELETE,
        Wanted.image(item),
        item.version(),
        original.object() + ":" + item.id(),
        wanted,
        original.op() == Op.UPDATE ? original.intent().undo() : Decision.UndoClass.NONE.name(),
        hash,
        1);
  }

  /** What puts an update back, or the first part of it. */
  private ObjectNode restoring(Entry original, Item item) {
    ObjectNode whole = Wanted.restoring(before(original), item.version());
    ObjectNode part =
        account
            .type(original.object())
            .map(type -> Parts.next(type, whole, item.fields()))
            .orElse(whole);
    return part == null ? whole : part;
  }

  /** What was there before an update: as captured, or what came in between unseen. */
  private static ObjectNode before(Entry entry) {
    ObjectNode before =
        Leaves.of(Wanted.fields(entry.intent().before()), Leaves.touched(entry.intent().wanted()));
    ObjectNode after = entry.trace().after();
    if (after != null && after.path(Wanted.LOST) instanceof ObjectNode lost) {
      before.setAll(lost);
    }
    return before;
  }

  /** Entries of which a first part is put back, and the rest is not. */
  private Set<String> halfway() {
    Set<String> halfway = new HashSet<>();
    List<Entry> undos =
        store.read(
            handle ->
                journal.select(
                    handle,
                    "role = :role AND subject = 'UNDO' AND op = 'UPDATE' AND state = 'VERIFIED'"
                        + " ORDER BY seq",
                    query -> query.bind("role", journal.role().name())));
    for (Entry undo : undos) {
      // The newest word on it counts.
      if (Wanted.more(undo)) {
        halfway.add(undo.intent().undoes());
      } else {
        halfway.remove(undo.intent().undoes());
      }
    }
    return halfway;
  }

  /** What is set in place of a delete; null for an update, and where a delete may be sent. */
  private @Nullable ObjectNode instead(Entry original) {
    return original.op() == Op.CREATE ? compensation.fields(original.object()) : null;
  }

  /** {@code assumed}: what newer undos of the same run will have put back in a record by then. */
  private static Line line(
      Entry entry,
      Map<String, Item> records,
      Map<String, ObjectNode> assumed,
      Set<String> halfway) {
    Decision.UndoClass undo = Decision.UndoClass.valueOf(entry.intent().undo());
    boolean made = entry.op() == Op.CREATE || entry.op() == Op.APPEND;
    boolean redo = entry.intent().subject() == Intent.Subject.UNDO;
    if (undo == Decision.UndoClass.NONE
        || entry.op() == Op.DELETE
        || made && undo != Decision.UndoClass.COMPENSATED
        || redo && undo != Decision.UndoClass.EXACT) {
      return new Line(entry, Fate.CANNOT);
    }
    Item item = records.get(key(entry));
    if (item == null) {
      return new Line(entry, Fate.TOUCHED_SINCE);
    }
    JsonNode after = Wanted.fields(entry.trace().after());
    if (made) {
      List<String> all = new ArrayList<>();
      after.fieldNames().forEachRemaining(all::add);
      boolean same = entry.op() == Op.APPEND || item.version().equals(entry.trace().afterVersion());
      boolean ours =
          same || Leaves.agree(after, item.fields(), Leaves.touched(entry.intent().wanted()));
      return new Line(entry, ours ? Fate.COMPENSATE : Fate.TOUCHED_SINCE);
    }
    ObjectNode later = assumed.computeIfAbsent(key(entry), key -> Json.object());
    ObjectNode before = before(entry);
    List<String> paths =
        halfway.contains(entry.id()) ? List.of() : Leaves.touched(entry.intent().wanted());
    for (String path : paths) {
      JsonNode now = later.has(path) ? later.get(path) : Leaves.at(item.fields(), path);
      if (!Leaves.same(Leaves.at(after, path), now)) {
        return new Line(entry, Fate.TOUCHED_SINCE);
      }
    }
    later.setAll(before);
    return new Line(entry, Fate.RESTORE);
  }

  private Map<String, Item> records(Collection<Entry> entries) {
    Map<String, Set<String>> ids = new HashMap<>();
    Map<String, Set<String>> parents = new HashMap<>();
    for (Entry entry : entries) {
      String id = nativeId(entry);
      boolean byId = entry.op() != Op.APPEND || account.ownKey(entry.object());
      if (id != null && byId) {
        ids.computeIfAbsent(entry.object(), object -> new HashSet<>()).add(id);
      } else if (id != null) {
        parents
            .computeIfAbsent(entry.object(), object -> new HashSet<>())
            .add(Objects.requireNonNull(entry.intent().recordId()));
      }
    }
    Map<String, Item> records = new HashMap<>();
    ids.forEach(
        (object, keys) ->
            readBack
                .records(object, keys)
                .forEach((id, item) -> records.put(object + ":" + id, item)));
    parents.forEach(
        (object, keys) ->
            readBack
                .children(object, keys)
                .forEach(item -> records.put(object + ":" + item.id(), item)));
    return records;
  }

  /** Newest first; one object and verb, no record twice, at most one call's worth. */
  private List<List<Line>> groups(List<Line> lines) {
    List<List<Line>> groups = new ArrayList<>();
    Set<String> records = new HashSet<>();
    String verb = "";
    for (Line line : lines) {
      boolean update = line.fate() == Fate.RESTORE || instead(line.entry()) != null;
      Write.Kind kind = update ? Write.Kind.UPDATE : Write.Kind.DELETE;
      String next = line.entry().object() + " " + kind;
      boolean full =
          groups.isEmpty()
              || groups.get(groups.size() - 1).size()
                  >= Math.max(1, account.batchSize(line.entry().object(), kind));
      if (full || !next.equals(verb) || !records.add(key(line.entry()))) {
        groups.add(new ArrayList<>());
        records.clear();
        records.add(key(line.entry()));
        verb = next;
      }
      groups.get(groups.size() - 1).add(line);
    }
    return groups;
  }

  private static @Nullable String nativeId(Entry entry) {
    boolean made = entry.op() == Op.CREATE || entry.op() == Op.APPEND;
    return made ? entry.trace().nativeId() : entry.intent().recordId();
  }

  private static String key(Entry entry) {
    return entry.object() + ":" + nativeId(entry);
  }
}
