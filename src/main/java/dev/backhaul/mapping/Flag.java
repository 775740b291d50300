package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One field that a person must decide about; it is not written until then.
 *
 * @param field owner path in the target
 * @param code the cause
 * @param sourcePaths the source leaves the answer would write
 * @param wasSource source value at cutover; a list where there are several parts; missing if
 *     unknown
 * @param wasTarget target value as loaded; missing if unknown or absent
 * @param nowTarget target value now; missing if absent
 * @param choices answers that are known to be possible
 * @param rule one line: what to write into the mapping file to decide all records like this
 * @param line line in the mapping file, from 1
 * @param required the source requires the field, so that a create must wait
 */
public record Flag(
    String field,
    Code code,
    List<String> sourcePaths,
    JsonNode wasSource,
    JsonNode wasTarget,
    JsonNode nowTarget,
    List<Choice> choices,
    String rule,
    int line,
    boolean required) {
  /** Copies its collections. */
  public Flag {
    sourcePaths = List.copyOf(sourcePaths);
    choices = List.copyOf(choices);
  }

  /** Field and cause only: the values may be personal data. */
  @Override
  public String toString() {
    return "Flag[" + field + " " + code + " line " + line + "]";
  }
}
