package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One mapping file, read and checked: the forward field mapping of the migration, and its safe way
 * back. Immutable; may be used by many threads at once.
 */
public final class Mapping {
  private final String name;
  private final int version;
  private final String hash;
  private final String sourceObject;
  private final String targetObject;
  private final String identitySource;
  private final String identityTarget;
  private final List<Owner> owners;
  private final List<Owner> asRun;
  private final Map<Path, JsonNode> createDefaults;
  private final Set<String> required;
  private final Policies policies;
  private final List<String> drop;
  private final @Nullable String stash;
  private final List<String> warnings;

  Mapping(
      String name,
      int version,
      String hash,
      String sourceObject,
      String targetObject,
      String identitySource,
      String identityTarget,
      List<Owner> owners,
      List<Owner> asRun,
      Map<Path, JsonNode> createDefaults,
      Set<String> required,
      Policies policies,
      List<String> drop,
      @Nullable String stash,
      List<String> warnings) {
    this.name = name;
    this.version = version;
    this.hash = hash;
    this.sourceObject = sourceObject;
    this.targetObject = targetObject;
    this.identitySource = identitySource;
    this.identityTarget = identityTarget;
    this.owners = owners;
    this.asRun = asRun;
    this.createDefaults = createDefaults;
    this.required = required;
    this.policies = policies;
    this.drop = drop;
    this.stash = stash;
    this.warnings = warnings;
  }

  /**
   * Reads a mapping file; its CSV tables are looked up beside it.
   *
   * @throws MappingException with file, line, what was expected and the nearest right word
   */
  public static Mapping load(java.nio.file.Path file) {
    return MappingReader.read(file);
  }

  /** The name the file gives itself. */
  public String name() {
    return name;
  }

  /** The version the file gives itself. */
  public int version() {
    return version;
  }

  /** SHA-256 of file and tables without comments and layout, as hex. */
  public String hash() {
    return hash;
  }

  /** The object type in the source. */
  public String sourceObject() {
    return sourceObject;
  }

  /** The object type in the target. */
  public String targetObject() {
    return targetObject;
  }

  /** Source path of the join key. */
  public String identitySource() {
    return identitySource;
  }

  /** Target path of the join key. */
  public String identityTarget() {
    return identityTarget;
  }

  /** The target paths this file owns, as written, in file order: T0 is needed for each. */
  public List<String> targetPaths() {
    return owners.stream().map(owner -> owner.to().text()).toList();
  }

  /** Source paths that are deliberately not migrated. */
  public List<String> drop() {
    return drop;
  }

  /** Source path for target-only data; null if there is none. */
  public @Nullable String noHome() {
    return stash;
  }

  /** What looks wrong but may be meant, each with file and line. */
  public List<String> warnings() {
    return warnings;
  }

  /** Forward, as the mapping means it: the target fields of a source record. */
  public ObjectNode get(ObjectNode source, References refs) {
    return forward(owners, source, refs);
  }

  /**
   * Forward, as the failed migration really ran; the same as {@link #get} where nothing else is
   * said.
   */
  public ObjectNode getAsRun(ObjectNode source, References refs) {
    return forward(asRun, source, refs);
  }

  private static ObjectNode forward(List<Owner> owners, ObjectNode source, References refs) {
    ObjectNode out = Json.object();
    for (Owner owner : owners) {
      JsonNode value = owner.get(source, refs);
      if (!value.isMissingNode()) {
        owner.to().write(out, value);
      }
    }
    return out;
  }

  /** What the edits of one target record mean for its source record. */
  public Inversion invert(Versions versions, References refs) {
    return new Inverter(this, versions, refs).run();
  }

  /** The source record for one that was born in the target. */
  public Inversion create(ObjectNode target, References refs) {
    return new Creator(this, target, refs).run();
  }

  /** A fresh comparison of loaded values with what this mapping means. */
  public Fidelity fidelity() {
    return new Fidelity(this);
  }

  /** How well each field can go home, in file order. */
  public List<Grade> grades() {
    return owners.stream().flatMap(owner -> owner.fields().stream()).map(Mapping::grade).toList();
  }

  private static Grade grade(Field field) {
    if (field.derived()) {
      return new Grade(
          field.to().text(),
          Grade.Word.EXACT,
          Grade.Cell.NONE,
          Grade.Cell.NONE,
          Grade.Cell.NONE,
          "follows from " + String.join(", ", field.sourceNames()),
          field.line());
    }
    Lens.Cells cells = field.lens().cells();
    return new Grade(
        field.to().text(),
        Grade.word(cells.edit()),
        cells.keep(),
        cells.edit(),
        cells.create(),
        cells.why(),
        field.line());
  }

  /**
   * The target path whose field owns a source path.
   *
   * @return null if no field of this mapping owns it
   */
  public @Nullable String targetPathOf(String sourcePath) {
    for (Owner owner : owners) {
      for (Field field : owner.fields()) {
        boolean reads = field.from().stream().anyMatch(path -> path.toString().equals(sourcePath));
        if (reads && !field.derived()) {
          return owner.to().toString();
        }
      }
    }
    return null;
  }

  /** The target objects that records of this mapping refer to, each of which must be home first. */
  public Set<String> references() {
    Set<String> objects = new TreeSet<>();
    for (Owner owner : owners) {
      for (Field field : owner.fields()) {
        if (field.lens() instanceof RefLens ref) {
          objects.add(ref.object());
        }
      }
    }
    return objects;
  }

  List<Owner> owners() {
    return owners;
  }

  List<Owner> asRun() {
    return asRun;
  }

  Map<Path, JsonNode> createDefaults() {
    return createDefaults;
  }

  Set<String> required() {
    return required;
  }

  Policies policies() {
    return policies;
  }
}
