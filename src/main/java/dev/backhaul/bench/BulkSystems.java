package dev.backhaul.bench;

import dev.backhaul.yaml.Environment;
import java.util.Map;

/** Both systems. */
final class BulkSystems {
  static final String EMAIL = "backhaul@large.example";
  static final String TOKEN = "bench-token";

  static final long ADMIN = 9_001;

  private BulkSystems() {}

  /** The secrets that the shipped configuration names; they are none. */
  static Environment secrets() {
    return Map.of("ZENDESK_USER", EMAIL, "ZENDESK_TOKEN", TOKEN, "HUBSPOT_TOKEN", TOKEN)::get;
  }
}
