package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The merge in the source's own terms. A leaf is changed by the target if the put value differs
 * from the one we took last, by the source if it differs from what our last verified write left
 * there.
 */
final class Merge {
  private record Written(Field field, JsonNode view) {}

  /** What a put did to one leaf since we took it last. */
  record Change(JsonNode last, JsonNode put) {}

  /** The leaves of one field on their way through the merge. */
  private static final class Leaves {
    final Map<Path, JsonNode> own = new LinkedHashMap<>();
    boolean ours;
    boolean conflict;
  }

  private final Mapping mapping;
  private final Versions versions;
  private final References refs;
  private final ObjectNode base;
  private final Map<Path, JsonNode> writes = new LinkedHashMap<>();
  private final ObjectNode taken = Json.object();
  private final List<Written> written = new ArrayList<>();
  private final List<String> stale = new ArrayList<>();
  private boolean passed = true;

  Merge(Mapping mapping, Versions versions, References refs) {
    this.mapping = mapping;
    this.versions = versions;
    this.refs = refs;
    this.base = base(versions);
  }

  /** Without an original nothing can be merged; what was taken stays taken. */
  void keepAll() {
    if (versions.taken() != null) {
      taken.setAll(versions.taken());
    }
  }

  /** A field that is not decided: nothing is written, and nothing newly taken. */
  void keep(Field field) {
    field.from().forEach(path -> take(path, last(path)));
  }

  /**
   * Merges the leaves of one field.
   *
   * @param view the edited target value; null if the field is not edited
   * @param put the lens value that was put on the original
   * @return the question, if both sides changed and no policy decides
   */
  @Nullable Flag field(Field field, @Nullable JsonNode view, JsonNode put) {
    Leaves leaves = new Leaves();
    for (int i = 0; i < field.from().size(); i++) {
      Path path = field.from().get(i);
      JsonNode theirs = field.part(put, i);
      if (field.lens() instanceof Collected set) {
        leaves.ours |= moved(path);
        // W may hold what people added in the source: only what we took counts as ours to remove.
        JsonNode last = versions.taken() == null ? original(path) : last(path);
        if (!Same.leaves(theirs, last)) {
          JsonNode now = path.read(versions.s1());
          leaves.own.put(path, Members.merge(set.form(), last, theirs, now, unionOnly(field)));
        }
      } else if (field.lens() instanceof EachLens each) {
        each.leaves(path, last(path), theirs).forEach((leaf, change) -> leaf(leaves, leaf, change));
      } else {
        leaf(leaves, path, new Change(last(path), theirs));
      }
    }
    Map<Path, JsonNode> own = leaves.own;
    boolean ours = leaves.ours;
    boolean conflict = leaves.conflict;
    if (ours && view == null && own.isEmpty()) {
      stale.add(field.to().text());
    }
    boolean agreed = conflict && view != null && field.holds(view, versions.s1(), refs);
    if (conflict && !agreed) {
      switch (mapping.policies().of(field.to().text())) {
        case SOURCE_WINS -> own.clear();
        case TARGET_WINS -> {}
        case FLAG, UNION, THREE_WAY_SET -> {
          keep(field);
          return question(field, view, own);
        }
      }
    }
    if (agreed) {
      own.clear();
    }
    for (int i = 0; i < field.from().size(); i++) {
      take(field.from().get(i), field.part(put, i));
    }
    own.forEach(
        (path, value) -> {
          if (!Same.leaves(value, path.read(versions.s1()))) {
            writes.put(path, value);
          }
        });
    if (view != null && !ours && !own.isEmpty() && whole(field)) {
      written.add(new Written(field, view));
    }
    return null;
  }

  /**
   * One leaf: written if only the target changed it, a conflict if both did, each in its own way.
   */
  private void leaf(Leaves leaves, Path path, Change change) {
    boolean moved = moved(path);
    leaves.ours |= moved;
    if (Same.leaves(change.put(), change.last())) {
      return;
    }
    JsonNode now = path.read(versions.s1());
    if (!moved || !Same.leaves(change.put(), now)) {
      leaves.conflict |= moved;
      leaves.own.put(path, change.put());
    }
  }

  private boolean moved(Path path) {
    return !Same.leaves(path.read(versions.s1()), left(path));
  }

  /** False where the merge leaves more in the leaf than the target holds, as it should. */
  private boolean whole(Field field) {
    if (!(field.lens() instanceof Collected || field.lens() instanceof EachLens)) {
      return true;
    }
    Path path = field.from().get(0);
    return !unionOnly(field) && Same.leaves(last(path), path.read(versions.s1()));
  }

  private boolean unionOnly(Field field) {
    return mapping.policies().of(field.to().text()) == Policies.Policy.UNION;
  }

  private Flag question(Field field, @Nullable JsonNode view, Map<Path, JsonNode> own) {
    Map<String, JsonNode> set = new LinkedHashMap<>();
    List<String> clear = new ArrayList<>();
    own.forEach(
        (path, value) -> {
          if (Same.nothing(value)) {
            clear.add(path.text());
          } else {
            set.put(path.text(), value);
          }
        });
    JsonNode now = field.to().read(versions.t1());
    T0 loaded = versions.t0().get(field.to().text());
    return new Flag(
        field.to().text(),
        Code.CONFLICT,
        field.sourceNames(),
        field.input(versions.s1()),
        loaded instanceof T0.Known known ? known.value() : Same.ABSENT,
        view == null ? now : view,
        List.of(
            new Choice("keep the source", Map.of(), List.of(), null),
            new Choice("take the target", set, clear, null)),
        "add `merge: {fields: {\"" + field.to() + "\": source-wins}}` or `target-wins`",
        field.line(),
        field.sourceNames().stream().anyMatch(mapping.required()::contains));
  }

  /** W: what our last verified writes left in the leaf, else the original. */
  private JsonNode left(Path path) {
    return path.read(base);
  }

  /** The original, overlaid with our verified writes; parents before what lies in them. */
  private static ObjectNode base(Versions versions) {
    ObjectNode original = versions.s0() == null ? versions.s1() : versions.s0();
    if (versions.written().isEmpty()) {
      return original;
    }
    ObjectNode out = original.deepCopy();
    versions.written().entrySet().stream()
        .map(entry -> Map.entry(Path.of(entry.getKey()), entry.getValue()))
        .sorted(Comparator.comparingInt(entry -> entry.getKey().steps().size()))
        .forEach(entry -> entry.getKey().leave(out, entry.getValue().deepCopy()));
    return out;
  }

  /** The put value we took last: P_prev, first S0. */
  private JsonNode last(Path path) {
    ObjectNode taken = versions.taken();
    if (taken == null) {
      return left(path);
    }
    JsonNode value = taken.path(path.text());
    return value.isMissingNode() ? original(path) : value;
  }

  private JsonNode original(Path path) {
    ObjectNode original = versions.s0();
    return original == null ? path.read(versions.s1()) : path.read(original);
  }

  /** Only what differs from the original is kept: the store holds no second copy of the record. */
  private void take(Path path, JsonNode value) {
    if (!Same.leaves(value, original(path))) {
      taken.set(path.text(), value.isMissingNode() ? NullNode.getInstance() : value);
    }
  }

  /**
   * PutGet once more, on the record as it will be; fields the source moved too cannot promise it.
   */
  List<Field> check() {
    if (written.isEmpty()) {
      return List.of();
    }
    ObjectNode merged = versions.s1().deepCopy();
    writes.forEach((path, value) -> path.write(merged, value));
    List<Field> failed = new ArrayList<>();
    for (Written one : written) {
      if (!one.field().holds(one.view(), merged, refs)) {
        failed.add(one.field());
        one.field().from().forEach(writes::remove);
        keep(one.field());
      }
    }
    passed = failed.isEmpty();
    return failed;
  }

  Inversion finish(List<Flag> flags, int unchanged) {
    Map<String, JsonNode> set = new LinkedHashMap<>();
    List<String> clear = new ArrayList<>();
    TreeSet<String> needs = new TreeSet<>();
    writes.forEach(
        (path, value) -> {
          if (Same.nothing(value)) {
            clear.add(path.text());
          } else {
            set.put(path.text(), value);
            needs.addAll(RefLens.symbols(value));
          }
        });
    Map<String, String> evidence = new TreeMap<>();
    evidence.put("mapping", mapping.name() + "@" + mapping.version() + ":" + mapping.hash());
    evidence.put("lawcheck", passed ? "passed" : "some fields held back");
    evidence.put("unchanged", Integer.toString(unchanged));
    evidence.put("S0", versions.s0() == null ? "unknown" : "known");
    if (!stale.isEmpty()) {
      evidence.put("stale", String.join(", ", stale));
    }
    return new Inversion(set, clear, taken, List.copyOf(flags), needs, evidence);
  }
}
