package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.Diagnosis;
import dev.backhaul.mapping.Report;
import java.util.Locale;

/**
 * A fidelity report as plans keep it: how far the target held what the mapping says, field by
 * field, and the migration's own systematic faults. Values appear only where two members of a value
 * map were turned round; other values may be personal data.
 */
final class FidelityJson {
  private FidelityJson() {}

  static JsonNode of(Report report) {
    ObjectNode all = Json.object();
    ArrayNode lines = all.putArray("lines");
    for (Report.Line line : report.lines()) {
      if (line.compared() > 0) {
        ObjectNode out = lines.addObject();
        out.put("field", line.field()).put("line", line.line());
        out.put("compared", line.compared()).put("equal", line.equal()).put("asRun", line.asRun());
        ObjectNode diagnosis = out.putObject("diagnosis");
        diagnosis.put("kind", kind(line.diagnosis())).put("text", line.diagnosis().text());
        diagnosis.put("systematic", systematic(line.diagnosis()));
        if (line.diagnosis() instanceof Diagnosis.SwappedValues swapped) {
          diagnosis.put("a", swapped.a()).put("b", swapped.b());
          diagnosis.put("aAsB", swapped.aAsB()).put("bAsA", swapped.bAsA());
        }
      }
    }
    return all;
  }

  private static boolean systematic(Diagnosis diagnosis) {
    return switch (diagnosis) {
      case Diagnosis.Equal e -> false;
      case Diagnosis.Other o -> false;
      case Diagnosis.SwappedValues s -> true;
      case Diagnosis.ShiftedZone z -> true;
      case Diagnosis.CutLength c -> true;
      case Diagnosis.NotLoaded n -> true;
    };
  }

  /** {@code SwappedValues} as {@code swapped-values}. */
  private static String kind(Diagnosis diagnosis) {
    String name = diagnosis.getClass().getSimpleName();
    return name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
