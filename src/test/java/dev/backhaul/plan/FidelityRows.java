package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.mapping.Report;

/** Fidelity reports as a plan keeps them. */
public final class FidelityRows {
  private FidelityRows() {}

  /** The report as a plan's summary holds it. */
  public static JsonNode of(Report report) {
    return FidelityJson.of(report);
  }
}
