package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one target record means for its source record: a patch, never a document.
 *
 * @param set source path to new value; a value may hold {@code {"$ref": symbol}} for a record that
 *     is still to be created; array elements are named by key ({@code custom_fields.id=7.value})
 * @param clear source paths to empty
 * @param taken opaque; store it and give it back as {@link Versions#taken} once the patch is
 *     verified
 * @param flags fields left out of the patch, for a person
 * @param needs symbols of records that must exist first
 * @param evidence how the answer was found, for the audit trail
 */
public record Inversion(
    Map<String, JsonNode> set,
    List<String> clear,
    ObjectNode taken,
    List<Flag> flags,
    Set<String> needs,
    Map<String, String> evidence) {

  /** True if nothing would be written. */
  public boolean empty() {
    return set.isEmpty() && clear.isEmpty();
  }

  /** Path names only: the values may be personal data. */
  @Override
  public String toString() {
    return "Inversion[set " + set.keySet() + ", clear " + clear + ", flags " + flags + "]";
  }
}
