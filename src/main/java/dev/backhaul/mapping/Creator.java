package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The source record for a target record that has none (law L6). */
final class Creator {
  private final Mapping mapping;
  private final ObjectNode target;
  private final References refs;
  private final List<Flag> flags = new ArrayList<>();
  private final Map<Path, JsonNode> values = new LinkedHashMap<>();
  private final List<Field> put = new ArrayList<>();

  Creator(Mapping mapping, ObjectNode target, References refs) {
    this.mapping = mapping;
    this.target = target;
    this.refs = refs;
  }

  Inversion run() {
    for (Owner owner : mapping.owners()) {
      JsonNode view = owner.to().read(target);
      if (!Same.blank(view)) {
        field(owner, view);
      }
    }
    mapping
        .createDefaults()
        .forEach(
            (path, value) -> {
              if (values.keySet().stream().noneMatch(path::overlaps)) {
                values.put(path, value);
              }
            });
    check();
    missing();
    return answer();
  }

  private void field(Owner owner, JsonNode view) {
    Field field = owner.active(target, Json.object());
    if (field.derived()) {
      put.add(field);
      return;
    }
    if (!field.open(target, Json.object())) {
      ask(field, Code.BRANCH_CHANGED, view, List.of(), "add `targetWhen:` to the block");
      return;
    }
    switch (Puts.create(field, view, refs)) {
      case Put.Ok ok -> {
        put.add(field);
        for (int i = 0; i < field.from().size(); i++) {
          JsonNode part = field.part(ok.value(), i);
          if (!Same.nothing(part)) {
            values.put(field.from().get(i), part);
          }
        }
      }
      case Put.Stop stop ->
          ask(field, stop.code(), view, Puts.choices(field, stop, view, refs), stop.rule());
    }
  }

  /** L6 on the whole record; a field that fails is held back, and the rest looked at again. */
  private void check() {
    boolean again = true;
    while (again) {
      again = false;
      ObjectNode born = Json.object();
      values.forEach((path, value) -> path.write(born, value.deepCopy()));
      for (Field field : List.copyOf(put)) {
        JsonNode view = field.to().read(target);
        if (!field.holds(view, born, refs)) {
          put.remove(field);
          field.footprint().forEach(values::remove);
          Code code =
              field.derived()
                  ? Code.DERIVED_EDITED
                  : field.when() != null ? Code.BRANCH_CHANGED : Code.VIEW_NOT_REPRESENTABLE;
          ask(field, code, view, List.of(), "correct the value in the target");
          again = true;
        }
      }
    }
  }

  private void missing() {
    Set<String> asked = new TreeSet<>();
    flags.forEach(flag -> asked.addAll(flag.sourcePaths()));
    for (String required : new TreeSet<>(mapping.required())) {
      boolean filled = values.keySet().stream().anyMatch(Path.of(required)::overlaps);
      if (!filled && !asked.contains(required)) {
        Field owner =
            mapping.owners().stream()
                .flatMap(o -> o.fields().stream())
                .filter(f -> f.sourceNames().contains(required))
                .findFirst()
                .orElse(null);
        flags.add(
            new Flag(
                owner == null ? required : owner.to().text(),
                Code.REQUIRED_MISSING,
                List.of(required),
                Same.ABSENT,
                Same.ABSENT,
                Same.ABSENT,
                List.of(),
                "add `create: {defaults: {" + required + ": ...}}`",
                owner == null ? 1 : owner.line(),
                true));
      }
    }
  }

  private void ask(Field field, Code code, JsonNode now, List<Choice> choices, String rule) {
    flags.add(
        new Flag(
            field.to().text(),
            code,
            field.sourceNames(),
            Same.ABSENT,
            Same.ABSENT,
            now,
            choices,
            "line " + field.line() + ": " + rule,
            field.line(),
            field.sourceNames().stream().anyMatch(mapping.required()::contains)));
  }

  private Inversion answer() {
    Map<String, JsonNode> set = new LinkedHashMap<>();
    ObjectNode taken = Json.object();
    TreeSet<String> needs = new TreeSet<>();
    values.forEach(
        (path, value) -> {
          set.put(path.text(), value);
          taken.set(path.text(), value);
          needs.addAll(RefLens.symbols(value));
        });
    Map<String, String> evidence = new TreeMap<>();
    evidence.put("mapping", mapping.name() + "@" + mapping.version() + ":" + mapping.hash());
    evidence.put("lawcheck", "passed");
    evidence.put("born", "target");
    return new Inversion(set, List.of(), taken, List.copyOf(flags), needs, evidence);
  }
}
