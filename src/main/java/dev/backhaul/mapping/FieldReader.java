package dev.backhaul.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the lines under {@code fields:}. */
final class FieldReader {
  private static final Set<String> PLAIN = keys("from", "to", "steps", "back", "type");
  private static final Set<String> DERIVED = lensKeys("from", "steps", "type");

  private final Tables tables;

  FieldReader(Tables tables) {
    this.tables = tables;
  }

  private static Set<String> keys(String... more) {
    Set<String> all = new HashSet<>(lensKeys(more));
    all.addAll(Set.of("keyed", "each", "derived", "when"));
    return Set.copyOf(all);
  }

  private static Set<String> lensKeys(String... more) {
    Set<String> all = new HashSet<>(LensReader.TRANSFORMS);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  List<Field> fields(Doc list) {
    List<Field> out = new ArrayList<>();
    Map<Block, List<Field>> blocks = new LinkedHashMap<>();
    for (Doc item : list.items()) {
      Map<String, Doc> entries = item.entries();
      Doc when = entries.get("when");
      if (when == null) {
        out.addAll(line(item, null));
        continue;
      }
      item.entries("when", "targetWhen", "fields");
      List<Doc> inner = item.need("fields").items();
      Set<String> owned = new HashSet<>();
      inner.forEach(doc -> line(doc, null).forEach(field -> owned.add(field.to().text())));
      List<Block> before = new ArrayList<>();
      blocks.forEach(
          (block, fields) -> {
            if (fields.stream().anyMatch(field -> owned.contains(field.to().text()))) {
              before.add(block);
            }
          });
      Doc mark = entries.get("targetWhen");
      Block block =
          new Block(
              Condition.read(when),
              mark == null ? null : Condition.read(mark),
              List.copyOf(before));
      List<Field> fields = new ArrayList<>();
      inner.forEach(doc -> fields.addAll(line(doc, block)));
      blocks.put(block, fields);
      out.addAll(fields);
    }
    return out;
  }

  private List<Field> line(Doc doc, @Nullable Block when) {
    Map<String, Doc> entries = doc.entries(PLAIN);
    if (entries.containsKey("when")) {
      throw doc.error("a `when` block cannot stand inside another");
    }
    if (entries.containsKey("each")) {
      return List.of(each(doc, when));
    }
    if (entries.containsKey("keyed")) {
      return keyed(doc, when);
    }
    return List.of(entries.containsKey("derived") ? derived(doc, when) : plain(doc, when));
  }

  private Field plain(Doc doc, @Nullable Block when) {
    Map<String, Doc> entries = doc.entries();
    Doc from = entries.get("from");
    if (from == null && !entries.containsKey("const")) {
      throw doc.error("expected the key 'from' here (or `const:`)");
    }
    List<Path> sources = new ArrayList<>();
    if (from != null && from.isList()) {
      from.items().forEach(item -> sources.add(item.path()));
    } else if (from != null) {
      sources.add(from.path());
    }
    Back back = new Back(entries.get("back"));
    Lens lens = new LensReader(tables, back).lens(entries, doc, sources.size());
    back.check();
    return new Field(List.copyOf(sources), doc.need("to").path(), lens, false, when, doc.line());
  }

  private Field derived(Doc doc, @Nullable Block when) {
    doc.entries("to", "derived");
    Doc spec = doc.need("derived");
    Map<String, Doc> entries = spec.entries(DERIVED);
    Back none = new Back(null);
    List<Path> sources = new ArrayList<>();
    Doc from = spec.need("from");
    if (from.isList()) {
      from.items().forEach(item -> sources.add(item.path()));
    } else {
      sources.add(from.path());
    }
    Lens lens = new LensReader(tables, none).lens(entries, spec, sources.size());
    return new Field(List.copyOf(sources), doc.need("to").path(), lens, true, when, doc.line());
  }

  /** A list of {@code {key, value}} objects: one plain field for each listed key. */
  private List<Field> keyed(Doc doc, @Nullable Block when) {
    doc.entries("from", "to", "keyed");
    Path list = doc.need("from").path();
    Doc spec = doc.need("keyed");
    Map<String, Doc> keyed = spec.entries("key", "value", "entries");
    String key = spec.need("key").text();
    Path value = spec.need("value").path();
    Doc to = doc.need("to");
    List<Field> out = new ArrayList<>();
    for (Doc entry : keyed.containsKey("entries") ? spec.need("entries").items() : List.<Doc>of()) {
      Doc name = null;
      String id = "";
      for (Map.Entry<String, Doc> pair : entry.entries().entrySet()) {
        if (!PLAIN.contains(pair.getKey())) {
          if (name != null) {
            throw entry.error(Nearest.unknown("key", pair.getKey(), PLAIN));
          }
          id = pair.getKey();
          name = pair.getValue();
        }
      }
      if (name == null) {
        throw entry.error("expected `<" + key + ">: <target path>`");
      }
      Back back = new Back(entry.at("back"));
      Lens lens = new LensReader(tables, back).lens(entry.entries(), entry, 1);
      back.check();
      Path target = to.text().equals(".") ? name.path() : name.path().under(to.path());
      Path source = value.under(list.element(key, id));
      out.add(new Field(List.of(source), target, lens, false, when, entry.line()));
    }
    return out;
  }

  /** A list of child objects, matched by a key that is itself a copied field of the child. */
  private Field each(Doc doc, @Nullable Block when) {
    Map<String, Doc> entries = doc.entries("from", "to", "each", "back");
    Doc spec = doc.need("each");
    Map<String, Doc> each = spec.entries("key", "ordered", "fields");
    String key = spec.need("key").text();
    List<Field> children = fields(spec.need("fields"));
    Field keyField =
        children.stream()
            .filter(f -> f.sourceNames().equals(List.of(key)) && f.lens() instanceof CopyLens)
            .findFirst()
            .orElseThrow(
                () -> spec.need("key").error("the key must be a copied field of the child"));
    if (children.stream().anyMatch(f -> f.lens() instanceof EachLens || f.when() != null)) {
      throw spec.error("a child cannot hold `each` or `when`");
    }
    Back back = new Back(entries.get("back"));
    Doc gone = back.rule("gone");
    back.check();
    Doc ordered = each.get("ordered");
    Lens lens =
        new EachLens(
            keyField,
            List.copyOf(children),
            ordered != null && ordered.flag(),
            gone == null ? EachLens.Gone.QUESTION : gone.word(EachLens.Gone.class));
    return new Field(
        List.of(doc.need("from").path()), doc.need("to").path(), lens, false, when, doc.line());
  }
}
