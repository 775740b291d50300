package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way back: guard every field, put the edited ones on the original, check PutGet,
 * then merge with the source as it is now.
 */
final class Inverter {
  /** A field whose edit goes home: its new lens value on the original. */
  private record Edit(Owner owner, Field field, JsonNode view, JsonNode value) {}

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
      return new Merge(mapping, versions, refs).finish(flags, unchanged);
    }
    check(original);
    Merge merge = new Merge(mapping, versions, refs);
    for (Owner owner : mapping.owners()) {
      for (Field field : owner.fields()) {
        merge(merge, owner, field, original);
      }
    }
    merge.check();
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
        if (original != null && owner.fields().stream().anyMatch(f -> f.holds(now, original, refs))) {
          unchanged++;
        } else if (field.holds(now, versions.s1(), refs)) {
          unchanged++;
        } else {
          ask(field, Code.LOADED_UNKNOWN, Same.ABSENT, now, both(field, now),
              "give a snapshot of the load, or an `asRun:` for the field: " + unknown.why());
        }
      }
    }
  }

  private void edited(
      Owner owner, Field field, JsonNode was, JsonNode now, @Nullable ObjectNode original) {
    if (original == null) {
      if (!field.holds(now, versions.s1(), refs)) {
        ask(field, Code.ORIGINAL_UNKNOWN, was, now, both(field, now),
            "give a snapshot of the source at cutover");
      }
      return;
    }
    JsonNode input = field.input(original);
    if (field.holds(now, original, refs)) {
      edits.add(new Edit(owner, field, now, input));
      return;
    }
    if (field.derived()) {
      edits.add(new Edit(owner, field, now, input));
      return;
    }
    if (field.from().stream().anyMatch(path -> path.ambiguous(original))) {
      ask(field, Code.DUPLICATE_KEY, was, now, List.of(), "remove the second entry in the source");
      return;
    }
    if (!owner.open(field, versions.t1(), original)) {
      ask(field, Code.BRANCH_CHANGED, was, now, List.of(), "add `targetWhen:` to the block");
      return;
    }
    if (!field.lens().closed() && !owner.get(original, refs).equals(was)
        && !field.same(owner.get(original, refs), was) && !explained(owner, field, original, was)) {
      ask(field, Code.LOADED_DIFFERS, was, now, both(field, now),
          "declare an equivalence (steps, truncate), or an `asRun:` for the field");
      return;
    }
    switch (Puts.put(field, now, input, refs)) {
      case Put.Ok ok -> edits.add(new Edit(owner, field, now, ok.value()));
      case Put.Stop stop ->
          ask(field, stop.code(), was, now, Puts.choices(field, stop, now, refs), stop.rule());
    }
  }

  /** True if what was loaded is what really ran, and that lost nothing: an edit then stands alone. */
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
      edits.forEach(edit -> edit.field().output(put, edit.value()));
      again = false;
      for (Edit edit : List.copyOf(edits)) {
        if (!edit.field().holds(edit.view(), put, refs)) {
          edits.remove(edit);
          Code code =
              edit.field().derived()
                  ? Code.DERIVED_EDITED
                  : edit.field().when() != null ? Code.BRANCH_CHANGED : Code.VIEW_NOT_REPRESENTABLE;
          ask(edit.field(), code, was(edit.owner()), edit.view(), List.of(), rule(code));
          again = true;
        }
      }
    }
  }

  private static String rule(Code code) {
    return switch (code) {
      case DERIVED_EDITED -> "edit the field that owns the source path, or make this one the owner";
      case BRANCH_CHANGED -> "map the source paths that `when:` reads, so that the block can change";
      default -> "correct the value in the target; no source value gives it";
    };
  }

  private JsonNode was(Owner owner) {
    return versions.t0().get(owner.to().text()) instanceof T0.Known known ? known.value() : Same.ABSENT;
  }

  private void merge(Merge merge, Owner owner, Field field, ObjectNode original) {
    if (field.derived() || field.from().isEmpty()) {
      return;
    }
    if (flags.stream().anyMatch(flag -> flag.field().equals(owner.to().text()))) {
      merge.keep(field);
      return;
    }
    Edit edit = edits.stream().filter(e -> e.field() == field).findFirst().orElse(null);
    JsonNode value = edit == null ? field.input(original) : edit.value();
    Flag conflict = merge.field(field, edit == null ? null : edit.view(), value);
    if (conflict != null) {
      flags.add(conflict);
    }
  }

  private List<Choice> both(Field field, JsonNode now) {
    JsonNode input = field.input(versions.s0() == null ? versions.s1() : versions.s0());
    List<Choice> out = new ArrayList<>();
    out.add(new Choice("keep the source", Map.of(), List.of(), null));
    if (!field.derived() && Puts.put(field, now, input, refs) instanceof Put.Ok ok
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
            field.to().text(), code, field.sourceNames(),
            original == null ? Same.ABSENT : field.input(original), was, now, choices,
            "line " + field.line() + ": " + rule, field.line(),
            field.sourceNames().stream().anyMatch(mapping.required()::contains)));
  }
}
