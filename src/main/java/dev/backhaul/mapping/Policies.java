package dev.backhaul.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to do where source and target both changed, by owner path. */
record Policies(Policy standard, Map<String, Policy> fields) {
  enum Policy {
    /** Ask. */
    FLAG,
    SOURCE_WINS,
    TARGET_WINS,
    /** Members the target added; nothing is removed. Lists and sets only. */
    UNION,
    /** Members the target added and removed. Lists and sets only; their standard. */
    THREE_WAY_SET
  }

  static Policies read(@Nullable Doc merge, List<Owner> owners) {
    if (merge == null) {
      return new Policies(Policy.FLAG, Map.of());
    }
    Map<String, Doc> entries = merge.entries("default", "fields");
    Map<String, Policy> fields = new HashMap<>();
    Doc own = entries.get("fields");
    if (own != null) {
      List<String> paths = owners.stream().map(owner -> owner.to().text()).toList();
      own.entries()
          .forEach(
              (path, doc) -> {
                if (!paths.contains(path)) {
                  throw doc.error(Nearest.unknown("target path", path, paths));
                }
                fields.put(path, doc.word(Policy.class));
              });
      for (Owner owner : owners) {
        Policy policy = fields.get(owner.to().text());
        boolean sets = policy == Policy.UNION || policy == Policy.THREE_WAY_SET;
        if (sets && owner.fields().stream().noneMatch(f -> f.lens() instanceof Collected)) {
          throw own.error(
              owner.to() + " holds one value; union and three-way-set are for lists and sets");
        }
      }
    }
    Doc standard = entries.get("default");
    return new Policies(
        standard == null ? Policy.FLAG : standard.word(Policy.class), Map.copyOf(fields));
  }

  Policy of(String owner) {
    return fields.getOrDefault(owner, standard);
  }
}
