package dev.backhaul.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mistake that the migration made in every record of a kind.
 *
 * @param object the target object
 * @param field the path in the target
 * @param what one sentence; names values only where several records share them
 * @param compared records looked at
 * @param differ records that hold something else than the mapping says
 */
public record SystematicFault(
    String object, String field, String what, long compared, long differ) {
  /** A value that fewer records share may be personal. */
  private static final long SHARED = 2;

  /**
   * The faults that a plan's fidelity reports name, most records first.
   *
   * @param fidelity by target object, {@link dev.backhaul.mapping.Report} as JSON
   */
  public static List<SystematicFault> in(Map<String, JsonNode> fidelity) {
    List<SystematicFault> out = new ArrayList<>();
    fidelity.forEach(
        (object, report) -> {
          for (JsonNode line : report.path("lines")) {
            long compared = line.path("compared").asLong();
            long differ = compared - line.path("equal").asLong();
            if (differ > 0 && line.path("diagnosis").path("systematic").asBoolean()) {
              String field = line.path("field").asText();
              out.add(new SystematicFault(object, field, sentence(line), compared, differ));
            }
          }
        });
    out.sort((a, b) -> Long.compare(b.differ(), a.differ()));
    return out;
  }

  private static String sentence(JsonNode line) {
    JsonNode diagnosis = line.path("diagnosis");
    boolean pair = diagnosis.has("aAsB");
    boolean shared =
        diagnosis.path("aAsB").asLong() >= SHARED && diagnosis.path("bAsA").asLong() >= SHARED;
    String what =
        pair && !shared
            ? "values stand in each other's place"
            : diagnosis.path("text").asText("values differ");
    long asRun = line.path("asRun").asLong();
    return asRun == 0
        ? what
        : what + "; " + asRun + " of them are as the mapping that ran made them";
  }
}
