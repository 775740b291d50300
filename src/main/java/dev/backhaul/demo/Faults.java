package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.plan.PlanSummary;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The systematic faults that a plan names, in the judge's words. */
final class Faults {
  private static final String PROPERTIES = "properties.";

  private Faults() {}

  static Set<Fault> named(PlanSummary plan) {
    Set<Fault> out = new HashSet<>();
    for (Map.Entry<String, JsonNode> object : plan.fidelity().entrySet()) {
      for (JsonNode line : object.getValue().path("lines")) {
        JsonNode diagnosis = line.path("diagnosis");
        if (diagnosis.path("kind").asText().equals("swapped-values")) {
          String field = line.path("field").asText();
          TreeMap<String, String> values = new TreeMap<>();
          values.put(diagnosis.path("a").asText(), diagnosis.path("b").asText());
          values.put(diagnosis.path("b").asText(), diagnosis.path("a").asText());
          out.add(
              new Fault(
                  object.getKey(),
                  field.startsWith(PROPERTIES) ? field.substring(PROPERTIES.length()) : field,
                  values,
                  diagnosis.path("aAsB").asInt() + diagnosis.path("bAsA").asInt()));
        }
      }
    }
    return out;
  }
}
