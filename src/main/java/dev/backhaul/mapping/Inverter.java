package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way back: guard every field, put the edited ones on the original, check PutGet,
 * then merge with the source as it is now.
 */
final class Inverter {
  /** A field whose edit goes home: its new lens value on the original; null to write nothing. */
  private record Edit(Owner owner, Field field, JsonNode view, @Nullable JsonNode value) {}

  private final Mapping mapping;
  private final Versions versions;
  private final References refs;
  private final List<Edit> edits = new ArrayList<>();
  private final List<Flag> flags = new ArrayList<>();
  private int unchanged;

  Inverter(Mapping mapping, Versions versions, References refs) {
    this.mapping = mapping;
    this.versions = versions;
    this.refs = refs;
  }

  Inversion run() {
    for (Owner owner : mapping.owners()) {
      field(owner);
    }
    ObjectNode original = versions.s0();
    if (original == null) {
      Merge none = new Merge(mapping, versions, refs);
      none.keepAll();
      return none.finish(flags, unchanged);
    }
    check(original);
    Merge merge = new Merge(mapping, versions, refs);
    merge(merge, original);
    for (Field field : merge.check()) {
      JsonNode now = field.to().read(versions.t1());
      ask(
          field,
          Code.VIEW_NOT_REPRESENTABLE,
          was(field.to()),
          now,
          List.of(),
          rule(Code.VIEW_NOT_REPRESENTABLE));
    }
    return merge.finish(flags, unchanged);
  }

  private void field(Owner owner) {
    JsonNode now = owner.to().read(versions.t1());
    ObjectNode original = versions.s0();
    Field field = owner.active(versions.t1(), original == null ? versions.s1() : original);
    T0 loaded = versions.t0().getOrDefault(owner.to().text(), new T0.Unknown("no evidence"));
    switch (loaded) {
      case T0.SameAsNow same -> unchanged++;
      case T0.Known known -> {
        if (field.same(known.value(), now)) {
          unchanged++;
        } else {
          edited(owner, field, known.value(), now, original);
        }
      }
      case T0.Unknown unknown -> {
        // If the value is what the original means, nothing can be lost by leaving it.
        if (original != null
            && owner.fields().stream().anyMatch(f -> f.holds(now, original, refs))) {
          unchanged++;
        } else if (field.holds(now, versions.s1(), refs)) {
          unchanged++;
        } else {
          ask(
              field,
              Code.LOADED_UNKNOWN,
              Same.ABSENT,
              now,
              both(field, now),
              "give a snapshot of the load, or an `asRun:` for the field: " + unknown.why());
        }
      }
    }
  }

  private void edited(
      Owner owner, Field field, JsonNode was, JsonNode now, @Nullable ObjectNode original) {
    if (original == null) {
      if (!field.holds(now, versions.s1(), refs)) {
        ask(
            field,
            Code.ORIGINAL_UNKNOWN,
            was,
            now,
            both(field, now),
            "give a snapshot of the source at cutover");
      }
      return;
    }
    JsonNode input = field.input(original);
    if (field.holds(now, original, refs)) {
      edits.add(new Edit(owner, field, now, input));
      return;
    }
    boolean open = field.open(versions.t1(), original);
    if (field.derived() || (!open && Same.blank(now))) {
      // Nothing of its own to write: the check below tells whether the other edits explain it.
      edits.add(new Edit(owner, field, now, null));
      return;
    }
    if (field.from().stream().anyMatch(path -> path.ambiguous(original))) {
      ask(field, Code.DUPLICATE_KEY, was, now, List.of(), "remove the second entry in the source");
      return;
    }
    if (!open) {
      ask(field, Code.BRANCH_CHANGED, was, now, List.of(), "add `targetWhen:` to the block");
      return;
    }
    JsonNode meant = owner.get(original, refs);
    JsonNode view = now;
    if (!field.lens().closed()
        && !field.same(meant, was)
        && !explained(owner, field, original, was)) {
      if (!(field.lens() instanceof SetLens set)) {
        ask(
            field,
            Code.LOADED_DIFFERS,
            was,
            now,
            both(field, now),
            "declare an equivalence (steps, truncate), or an `asRun:` for the field");
        return;
      }
      view = set.recovered(meant, was, now);
    }
    switch (Puts.put(field, view, input, refs)) {
      case Put.Ok ok -> edits.add(new Edit(owner, field, view, ok.value()));
      case Put.Stop stop ->
          ask(field, stop.code(), was, now, Puts.choices(field, stop, view, refs), stop.rule());
    }
  }

  /**
   * True if what was loaded is what really ran, and that lost nothing: an edit then stands alone.
   */
  private boolean explained(Owner owner, Field field, ObjectNode original, JsonNode was) {
    for (Owner ran : mapping.asRun()) {
      if (ran.to().equals(owner.to()) && ran != owner) {
        boolean lossless =
            ran.fields().stream().allMatch(f -> f.lens().cells().edit() == Grade.Cell.EXACT)
                && field.lens().cells().edit() == Grade.Cell.EXACT;
        return lossless && field.same(ran.get(original, refs), was);
      }
    }
    return false;
  }

  /** Group checks on the put record as a whole: conditions, derived views, PutGet (L2). */
  private void check(ObjectNode original) {
    if (edits.isEmpty()) {
      return;
    }
    boolean again = true;
    while (again) {
      ObjectNode put = original.deepCopy();
      for (Edit edit : edits) {
        if (edit.value() != null) {
          edit.field().output(put, edit.value());
        }
      }
      again = false;
      for (Edit edit : List.copyOf(edits)) {
        if (!edit.field().holds(edit.view(), put, refs)) {
          edits.remove(edit);
          Code code =
              edit.field().derived()
                  ? Code.DERIVED_EDITED
                  : edit.field().when() != null ? Code.BRANCH_CHANGED : Code.VIEW_NOT_REPRESENTABLE;
          ask(edit.field(), code, was(edit.owner().to()), edit.view(), List.of(), rule(code));
          again = true;
        }
      }
    }
  }

  private static String rule(Code code) {
    return switch (code) {
      case DERIVED_EDITED -> "edit the field that owns the source path, or make this one the owner";
      case BRANCH_CHANGED ->
          "map the source paths that `when:` reads, so that the block can change";
      default -> "correct the value in the target; no source value gives it";
    };
  }

  private JsonNode was(Path owner) {
    return versions.t0().get(owner.text()) instanceof T0.Known known ? known.value() : Same.ABSENT;
  }

  /** Edited fields speak first for their leaves: branches of one choice may share a leaf. */
  private void merge(Merge merge, ObjectNode original) {
    Set<String> asked = new HashSet<>();
    flags.forEach(flag -> asked.add(flag.field()));
    Set<Path> done = new HashSet<>();
    for (Edit edit : edits) {
      if (edit.value() != null && !asked.contains(edit.owner().to().text())) {
        merge(merge, edit.field(), edit.view(), edit.value());
        done.addAll(edit.field().footprint());
      }
    }
    for (boolean held : new boolean[] {true, false}) {
      for (Owner owner : mapping.owners()) {
        if (asked.contains(owner.to().text()) == held) {
          rest(merge, owner, held, done, original);
        }
      }
    }
  }

  private void rest(Merge merge, Owner owner, boolean held, Set<Path> done, ObjectNode original) {
    for (Field field : owner.fields()) {
      if (field.footprint().stream().anyMatch(done::contains)) {
        continue;
      }
      done.addAll(field.footprint());
      if (held) {
        merge.keep(field);
      } else {
        merge(merge, field, null, field.input(original));
      }
    }
  }

  private void merge(Merge merge, Field field, @Nullable JsonNode view, JsonNode value) {
    if (field.footprint().isEmpty()) {
      return;
    }
    Flag conflict = merge.field(field, view, value);
    if (conflict != null) {
      flags.add(conflict);
    }
  }

  private List<Choice> both(Field field, JsonNode now) {
    JsonNode input = field.input(versions.s0() == null ? versions.s1() : versions.s0());
    List<Choice> out = new ArrayList<>();
    out.add(new Choice("keep the source", Map.of(), List.of(), null));
    if (!field.derived()
        && Puts.put(field, now, input, refs) instanceof Put.Ok ok
        && field.lens().holds(now, ok.value(), refs)) {
      out.add(Puts.choice("take the target", field, ok.value()));
    }
    return out;
  }

  private void ask(
      Field field, Code code, JsonNode was, JsonNode now, List<Choice> choices, String rule) {
    ObjectNode original = versions.s0();
    flags.add(
        new Flag(
            field.to().text(),
            code,
            field.sourceNames(),
            original == null ? Same.ABSENT : field.input(original),
            was,
            now,
            choices,
            "line " + field.line() + ": " + rule,
            field.line(),
            field.sourceNames().stream().anyMatch(mapping.required()::contains)));
  }
}
