package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only a person can decide about one record (or one field of it).
 *
 * @param id stable over re-planning: made from decision, code and field
 * @param decision the decision it belongs to
 * @param group the cause: questions of one group can be answered together
 * @param code why ({@code AMBIGUOUS_COLLAPSED_VALUE}, {@code CONFLICT}, {@code RECORD_DELETED}...)
 * @param object the target object
 * @param field the field concerned; null if it is about the whole record
 * @param detail what to show: was, now, both sides (may hold personal data; masked by role)
 * @param choices what can be answered, each with a name and what it would set
 * @param holdsRecord whether the whole record waits for the answer
 */
public record Question(
    String id,
    String decision,
    String group,
    String code,
    String object,
    @Nullable String field,
    JsonNode detail,
    List<Choice> choices,
    boolean holdsRecord) {

  /**
   * One possible answer.
   *
   * @param name what to type
   * @param effect what it would do, as a patch {@code {"set":{},"clear":[]}} or a verb {@code
   *     {"do":"skip"}}
   */
  public record Choice(String name, JsonNode effect) {}
}
