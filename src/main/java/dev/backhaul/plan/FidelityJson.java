package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.Diagnosis;
import dev.backhaul.mapping.Report;
import java.util.Locale;

/**
 * A fidelity report as plans keep it: how far the target held what the mapping says, field by field,
 * and the migration's own systematic faults. Values appear only where two members of a value map were
 * turned round; other values may be personal data.
 */
final class FidelityJson {
  private FidelityJson() {}

  static JsonNode of(Report report) {
    ArrayNode lines = Json.mapper().createArrayNode();
    for (Report.Line line : report.lines()) {
      if (line.compared() > 0) {
        ObjectNode out = lines.addObject();
        out.put("field", line.field()).put("line", line.line());
        out.put("compared", line.compared()).put("equal", line.equal()).put("asRun", line.asRun());
        out.put("kind", kind(line.diagnosis())).put("text", line.diagnosis().text());
        if (line.diagnosis() instanceof Diagnosis.SwappedValues swapped) {
          out.put("a", swapped.a()).put("b", swapped.b());
          out.put("records", swapped.aAsB() + swapped.bAsA());
        }
      }
    }
    return lines;
  }

  /** {@code SwappedValues} as {@code swapped-values}. */
  private static String kind(Diagnosis diagnosis) {
    String name = diagnosis.getClass().getSimpleName();
    return name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
