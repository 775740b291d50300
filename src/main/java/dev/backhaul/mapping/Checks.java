package dev.backhaul.mapping;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What can be proved about a file before anything runs. */
final class Checks {
  /** Labels that stand for a degree; a map must not turn their order round. */
  private static final Map<String, Integer> DEGREES =
      Map.ofEntries(
          Map.entry("lowest", 0),
          Map.entry("trivial", 0),
          Map.entry("low", 1),
          Map.entry("minor", 1),
          Map.entry("normal", 2),
          Map.entry("medium", 2),
          Map.entry("moderate", 2),
          Map.entry("high", 3),
          Map.entry("major", 3),
          Map.entry("urgent", 4),
          Map.entry("critical", 4),
          Map.entry("highest", 4),
          Map.entry("false", -10),
          Map.entry("true", -9),
          Map.entry("no", -10),
          Map.entry("yes", -9),
          Map.entry("inactive", -20),
          Map.entry("active", -19),
          Map.entry("closed", -30),
          Map.entry("open", -31),
          Map.entry("disabled", -40),
          Map.entry("enabled", -39));

  private final Path file;
  private final List<String> warnings = new ArrayList<>();

  Checks(Path file) {
    this.file = file;
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** One owner for each target path, alternatives only in conditional blocks, none nested. */
  void owners(List<Owner> owners) {
    for (Owner owner : owners) {
      for (int i = 1; i < owner.fields().size(); i++) {
        Field field = owner.fields().get(i);
        Field first = owner.fields().get(0);
        if (field.when() == null || first.when() == null || !field.when().excludes(first.when())) {
          throw error(
              field,
              "the target path '"
                  + owner.to()
                  + "' is already owned by line "
                  + first.line()
                  + "; keep one, or make the second `derived:`");
        }
      }
      for (Owner other : owners) {
        if (other != owner
            && owner.to().steps().size() <= other.to().steps().size()
            && owner.to().overlaps(other.to())) {
          throw error(
              other.fields().get(0),
              "the target path '"
                  + other.to()
                  + "' lies inside '"
                  + owner.to()
                  + "' of line "
                  + owner.fields().get(0).line());
        }
      }
    }
  }

  /** No source leaf is written by two fields; branches of one choice may share. */
  void footprints(List<Field> fields) {
    for (int i = 0; i < fields.size(); i++) {
      for (int j = i + 1; j < fields.size(); j++) {
        shared(fields.get(i), fields.get(j));
      }
      Field field = fields.get(i);
      if (field.derived() && fields.stream().noneMatch(f -> !f.derived() && covers(f, field))) {
        warnings.add(
            at(field, "the source of the derived '" + field.to() + "' is owned by no field"));
      }
      if (field.when() != null) {
        field.when().when().texts().keySet().stream()
            .filter(path -> field.footprint().stream().anyMatch(path::overlaps))
            .forEach(path -> warnings.add(at(field, "'" + path + "' decides its own block")));
      }
    }
  }

  private static boolean covers(Field owner, Field derived) {
    return owner.from().stream().anyMatch(a -> derived.from().stream().anyMatch(a::overlaps));
  }

  private void shared(Field a, Field b) {
    boolean alternatives = a.when() != null && b.when() != null && a.when().excludes(b.when());
    for (dev.backhaul.mapping.Path x : a.footprint()) {
      for (dev.backhaul.mapping.Path y : b.footprint()) {
        if (x.overlaps(y) && !alternatives) {
          throw error(
              b,
              "the source path '"
                  + y
                  + "' is already owned by line "
                  + a.line()
                  + "; make one of them `derived: {from: "
                  + y
                  + "}`");
        }
      }
    }
  }

  /** The join key is a mapped field, copied as it is. */
  void identity(Doc identity, List<Field> fields) {
    String source = identity.need("source").text();
    String target = identity.need("target").text();
    boolean copied =
        fields.stream()
            .anyMatch(
                f ->
                    f.to().text().equals(target)
                        && f.sourceNames().equals(List.of(source))
                        && f.lens() instanceof CopyLens
                        && f.when() == null);
    if (!copied) {
      throw identity.error(
          "the join key must be a copied field: add `{from: "
              + source
              + ", to: "
              + target
              + "}` under fields");
    }
  }

  /** Value labels that say the opposite of what they map to. */
  void labels(List<Field> fields) {
    for (Field field : fields) {
      List<Lens> lenses =
          field.lens() instanceof StepsLens steps ? steps.steps() : List.of(field.lens());
      for (Lens lens : lenses) {
        TableLens table =
            lens instanceof TableLens t ? t : lens instanceof SetLens s ? s.members() : null;
        if (table != null) {
          labels(field, List.copyOf(table.table().entrySet()));
        }
      }
    }
  }

  private void labels(Field field, List<Map.Entry<String, String>> pairs) {
    for (int i = 0; i < pairs.size(); i++) {
      for (int j = i + 1; j < pairs.size(); j++) {
        Integer a = degree(pairs.get(i).getKey());
        Integer b = degree(pairs.get(j).getKey());
        Integer x = degree(pairs.get(i).getValue());
        Integer y = degree(pairs.get(j).getValue());
        if (a != null
            && b != null
            && x != null
            && y != null
            && Integer.signum(a.compareTo(b)) * Integer.signum(x.compareTo(y)) < 0) {
          warnings.add(
              at(
                  field,
                  "the values of '"
                      + field.to()
                      + "' look turned round: "
                      + pairs.get(i).getKey()
                      + " -> "
                      + pairs.get(i).getValue()
                      + " but "
                      + pairs.get(j).getKey()
                      + " -> "
                      + pairs.get(j).getValue()));
          return;
        }
      }
    }
  }

  private static @org.jspecify.annotations.Nullable Integer degree(String label) {
    return DEGREES.get(label.strip().toLowerCase(Locale.ROOT));
  }

  private String at(Field field, String message) {
    return file.getFileName() + ":" + field.line() + ": " + message;
  }

  private MappingException error(Field field, String message) {
    return new MappingException(file, field.line(), message);
  }
}
