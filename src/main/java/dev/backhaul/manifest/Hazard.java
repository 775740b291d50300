package dev.backhaul.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write that the platform would refuse, garble or never take back: it becomes a question instead.
 */
public record Hazard(
    @Doc("Stable code, the question's cause (TICKET_CLOSED).") String code,
    @Doc("The object it concerns.") String object,
    @Doc("Kinds of write it concerns.") @Default("[]") List<Kind> kinds,
    @Doc(
            "jq giving true over {kind, before, set, clear, children}; set has dotted paths as keys. None for always.")
        @Nullable Jq when,
    @Doc("What to tell the person who decides.") String say,
    @Doc(
            "What they may choose: skip, as-is (write it all the same), set:<value> (write this value instead).")
        @Default("[]")
        List<String> choices) {

  /**
   * True if this write runs into the hazard.
   *
   * @param facts {@code {"kind", "before", "set", "clear", "children"}}
   */
  public boolean concerns(String written, Kind kind, JsonNode facts) {
    return object.equals(written) && kinds.contains(kind) && (when == null || when.test(facts));
  }
}
