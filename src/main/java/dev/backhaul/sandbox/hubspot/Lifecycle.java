package dev.backhaul.sandbox.hubspot;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dates on which a record entered each stage of its lifecycle, which HubSpot keeps by itself.
 * Clearing the stage loses them all; users report so, the vendor's pages do not say.
 */
final class Lifecycle {
  static final String STAGE = "lifecyclestage";
  static final List<String> STAGES =
      List.of(
          "subscriber",
          "lead",
          "marketingqualifiedlead",
          "salesqualifiedlead",
          "opportunity",
          "customer",
          "evangelist",
          "other");

  private Lifecycle() {}

  /** The property that tells when a record became this. */
  static String date(String stage) {
    return "hs_lifecyclestage_" + stage + "_date";
  }

  /** What HubSpot writes by itself when the stage becomes this one; empty is cleared. */
  static Map<String, String> dates(CrmRecord record, String stage, Instant at) {
    Map<String, String> dates = new LinkedHashMap<>();
    if (stage.isEmpty()) {
      STAGES.stream()
          .filter(each -> record.value(date(each)) != null)
          .forEach(each -> dates.put(date(each), ""));
    } else if (STAGES.contains(stage) && record.value(date(stage)) == null) {
      dates.put(date(stage), at.toString());
    }
    return dates;
  }
}
