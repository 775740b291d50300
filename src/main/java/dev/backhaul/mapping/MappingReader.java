package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one mapping file. */
final class MappingReader {
  private MappingReader() {}

  static Mapping read(Path file) {
    Doc doc = Doc.read(file);
    Map<String, Doc> top =
        doc.entries(
            "mapping",
            "version",
            "source",
            "target",
            "identity",
            "tables",
            "fields",
            "drop",
            "noHome",
            "create",
            "merge",
            "asRun");
    Doc identity = doc.need("identity");
    identity.entries("source", "target", "idMap");
    Tables tables = Tables.read(top.get("tables"));
    List<Field> fields = new FieldReader(tables).fields(doc.need("fields"));
    List<Owner> owners = owners(doc, fields);
    Checks checks = new Checks(file);
    checks.owners(owners);
    checks.footprints(fields);
    checks.identity(identity, fields);
    Doc create = top.get("create");
    Doc merge = top.get("merge");
    Doc asRun = top.get("asRun");
    List<Owner> asRunOwners = asRun == null ? owners : asRun(asRun, doc, tables, owners);
    checks.labels(fields);
    Doc stash = top.get("noHome");
    return new Mapping(
        doc.need("mapping").text(),
        doc.need("version").whole(),
        Json.hash(hashed(doc, tables)),
        object(doc.need("source")),
        object(doc.need("target")),
        identity.need("source").text(),
        identity.need("target").text(),
        owners,
        asRunOwners,
        create(create),
        required(create, fields),
        Policies.read(merge, owners),
        drop(top.get("drop")),
        stash == null ? null : stash(stash),
        checks.warnings());
  }

  private static String object(Doc side) {
    side.entries("system", "object", "schema");
    return side.need("object").text();
  }

  private static JsonNode hashed(Doc doc, Tables tables) {
    ObjectNode out = Json.object();
    out.set("file", doc.canonical());
    out.set("tables", Json.tree(tables.named()));
    return out;
  }

  private static List<Owner> owners(Doc doc, List<Field> fields) {
    Map<String, List<Field>> byPath = new LinkedHashMap<>();
    fields.forEach(
        field -> byPath.computeIfAbsent(field.to().text(), path -> new ArrayList<>()).add(field));
    if (byPath.isEmpty()) {
      throw doc.need("fields").error("expected at least one field");
    }
    return byPath.values().stream()
        .map(all -> new Owner(all.get(0).to(), List.copyOf(all)))
        .toList();
  }

  private static List<Owner> asRun(Doc asRun, Doc doc, Tables tables, List<Owner> intended) {
    boolean bare = asRun.isList();
    Doc own = bare ? null : asRun.entries("fields", "tables", "version").get("tables");
    Doc fields = bare ? asRun : asRun.need("fields");
    FieldReader reader = new FieldReader(own == null ? tables : Tables.read(own));
    List<Owner> ran = owners(doc, reader.fields(fields));
    Map<String, Owner> all = new LinkedHashMap<>();
    intended.forEach(owner -> all.put(owner.to().text(), owner));
    ran.forEach(owner -> all.put(owner.to().text(), owner));
    return List.copyOf(all.values());
  }

  private static Map<dev.backhaul.mapping.Path, JsonNode> create(@Nullable Doc create) {
    Map<dev.backhaul.mapping.Path, JsonNode> out = new LinkedHashMap<>();
    if (create != null) {
      create.entries("defaults", "required");
      Doc defaults = create.at("defaults");
      if (defaults != null) {
        defaults
            .entries()
            .forEach((path, value) -> out.put(dev.backhaul.mapping.Path.of(path), value.json()));
      }
    }
    return out;
  }

  private static Set<String> required(@Nullable Doc create, List<Field> fields) {
    Set<String> out = new HashSet<>();
    Doc required = create == null ? null : create.at("required");
    if (required != null) {
      required.items().forEach(path -> out.add(path.path().text()));
    }
    return out;
  }

  private static List<String> drop(@Nullable Doc drop) {
    return drop == null
        ? List.of()
        : drop.items().stream().map(path -> path.path().text()).toList();
  }

  private static String stash(Doc noHome) {
    noHome.entries("stash");
    return noHome.need("stash").path().text();
  }
}
