package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.FileRef;
import dev.backhaul.manifest.ObjectType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that comes home with a record. A plan only refers to it, as {@code {"$blob": "<file id>",
 * "object": "note"}} where the write will list upload tokens; it is opened and uploaded just before
 * the write is sent.
 *
 * @param file the target's own id of the file
 * @param object the target object whose record names it
 */
public record Attachment(String file, String object) {
  private static final String BLOB = "$blob";
  private static final String OBJECT = "object";

  /** The attachment a value stands for; null if it is no such value. */
  public static @Nullable Attachment of(JsonNode value) {
    JsonNode file = value.path(BLOB);
    return file.isTextual() ? new Attachment(file.textValue(), value.path(OBJECT).asText()) : null;
  }

  /** As it stands in a decision. */
  public ObjectNode json() {
    return Json.object().put(BLOB, file).put(OBJECT, object);
  }

  /** Adds the files of a record to its draft; asks where the source takes none. */
  static void add(Draft draft, StagedRecord record, ObjectType target, ObjectType source) {
    List<FileRef> files = target.files(record.fields());
    String path = source.uploads();
    if (files.isEmpty()) {
      return;
    }
    if (path == null) {
      ObjectNode detail =
          Json.object().put("cause", "the source takes no files here").put("files", files.size());
      draft.ask(
          "ATTACHMENT_NO_HOME", null, "", detail, List.of(Draft.verb("without", "without")), true);
      return;
    }
    ArrayNode list = Json.mapper().createArrayNode();
    files.forEach(file -> list.add(new Attachment(file.id(), record.object()).json()));
    draft.set(path, list);
  }
}
