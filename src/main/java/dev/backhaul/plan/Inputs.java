package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.Original;
import dev.backhaul.delta.RecordEvidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that deciding one page of records of one flow needs, gathered in bulk.
 *
 * @param evidence by target id
 * @param originals by source id
 * @param written W and P_prev by source id
 * @param known source id by target id, from the id map (never from a join key)
 * @param duplicates for records born in the target: target id to the source ids that carry the same
 *     natural key
 * @param badKeys join keys that more than one live target record carries
 */
record Inputs(
    Map<String, RecordEvidence> evidence,
    Map<String, Original> originals,
    Map<String, Written> written,
    Map<String, String> known,
    Map<String, List<String>> duplicates,
    Set<String> badKeys) {

  /**
   * The same without originals that the source no longer has.
   *
   * @param absent {@code object:id} of records that were asked for and did not come
   */
  Inputs without(String object, Set<String> absent) {
    Map<String, Original> present = new HashMap<>(originals);
    present.keySet().removeIf(id -> absent.contains(object + ":" + id));
    return new Inputs(evidence, present, written, known, duplicates, badKeys);
  }

  /**
   * What our last verified write left.
   *
   * @param leaves W: source path to value
   * @param taken P as last taken
   */
  record Written(Map<String, JsonNode> leaves, @Nullable ObjectNode taken) {
    static final Written NOTHING = new Written(Map.of(), null);
  }
}
