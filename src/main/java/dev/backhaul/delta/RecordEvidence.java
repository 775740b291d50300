package dev.backhaul.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record's history proves, field by field.
 *
 * @param creator the class of whoever made the record's first change
 * @param editor the class of whoever changed the record last, where no history names anybody: by
 *     the rules that hold at that time
 * @param fields by path, as the platform names fields in {@code history}
 * @param writers what each writer did to it, by the platform's own names for them
 */
public record RecordEvidence(
    WriterClass creator,
    WriterClass editor,
    Map<String, FieldEvidence> fields,
    Map<String, Activity> writers) {

  /** Nothing is known. */
  public static final RecordEvidence NONE =
      new RecordEvidence(WriterClass.UNKNOWN, WriterClass.UNKNOWN, Map.of(), Map.of());

  /** What is known of one field; null where the platform keeps no history of it. */
  public @Nullable FieldEvidence field(String path) {
    return fields.get(path);
  }

  ObjectNode toJson() {
    ObjectNode out = Json.object();
    out.put("creator", creator.name()).put("editor", editor.name());
    ObjectNode byPath = out.putObject("fields");
    fields.forEach((path, evidence) -> byPath.set(path, evidence.toJson()));
    ObjectNode byWriter = out.putObject("writers");
    writers.forEach((writer, activity) -> byWriter.set(writer, activity.toJson()));
    return out;
  }

  static RecordEvidence fromJson(ObjectNode node) {
    Map<String, FieldEvidence> fields = new LinkedHashMap<>();
    node.path("fields")
        .properties()
        .forEach(entry -> fields.put(entry.getKey(), FieldEvidence.fromJson(entry.getValue())));
    return new RecordEvidence(
        WriterClass.valueOf(node.path("creator").asText()),
        WriterClass.valueOf(node.path("editor").asText(WriterClass.UNKNOWN.name())),
        fields,
        writers(node));
  }

  /** Empty for evidence of an earlier release. */
  static Map<String, Activity> writers(ObjectNode node) {
    Map<String, Activity> writers = new LinkedHashMap<>();
    node.path("writers")
        .properties()
        .forEach(entry -> writers.put(entry.getKey(), Activity.fromJson(entry.getValue())));
    return writers;
  }
}
