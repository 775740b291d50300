package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a perfect rollback of this world leads to, written down by the generator while the weekend
 * happened, without any help of the service. Whatever is not named here must stay as it was.
 *
 * @param values fields of existing source records that must hold a new value
 * @param births source records that must exist afterwards
 * @param replies comments that must have been added to existing source tickets
 * @param questions exactly what must be asked
 * @param fault the migration's own mistake, with all records it was loaded into
 * @param faultSeen how many of them somebody touched in the target since and that are still sound:
 *     a diagnosis that read fewer has overlooked some
 */
public record Oracle(
    List<Value> values,
    List<Birth> births,
    List<Reply> replies,
    SortedSet<Asked> questions,
    Fault fault,
    int faultSeen) {

  /**
   * One field of an existing source record.
   *
   * @param object the source object
   * @param id its native id
   * @param path dotted; a custom field of a ticket is {@code custom_fields.<its id>}
   * @param value the value that must stand there; null node for an emptied field
   */
  public record Value(String object, long id, String path, JsonNode value) {}

  /**
   * One source record born in the target.
   *
   * @param object the source object
   * @param targetObject the target object
   * @param targetId the target record, which the new record's external id must name
   * @param values path to value; {@code {"$ref":"contact:1"}} stands for the id that target record
   *     has in the source
   * @param comments what a new ticket's conversation must hold, oldest first
   */
  public record Birth(
      String object,
      String targetObject,
      String targetId,
      SortedMap<String, JsonNode> values,
      List<Reply> comments) {}

  /**
   * One comment.
   *
   * @param targetObject note, email or message
   * @param targetId its id there
   * @param ticket the source ticket; 0 for a ticket that is born itself
   * @param text the words, without markup
   * @param author the source id of its author, or a reference to a born contact
   * @param open public or not
   * @param at when it was written in the target
   * @param files the names of the files it carries
   */
  public record Reply(
      String targetObject,
      String targetId,
      long ticket,
      String text,
      JsonNode author,
      boolean open,
      String at,
      List<String> files) {}

  /** The oracle as one JSON document. */
  public ObjectNode json() {
    ObjectNode out = Json.object();
    out.set("values", Json.tree(values));
    out.set("births", Json.tree(births));
    out.set("replies", Json.tree(replies));
    out.set("questions", Json.tree(questions));
    out.set("fault", Json.tree(fault));
    out.put("faultSeen", faultSeen);
    return out;
  }

  /** A reference to the source id that a born target record will have. */
  public static JsonNode ref(String object, String targetId) {
    return Json.object().put("$ref", object + ":" + targetId);
  }

  /** The target record that a reference names ({@code contact:1}), or null for a plain value. */
  public static @Nullable String referred(JsonNode value) {
    return value.path("$ref").isTextual() ? value.path("$ref").asText() : null;
  }
}
