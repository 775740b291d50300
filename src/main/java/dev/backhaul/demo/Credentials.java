package dev.backhaul.demo;

import java.util.Map;

/** What lets the service into the local sandboxes: no secrets, they guard nothing. */
public final class Credentials {
  /** The Zendesk identity's address. */
  public static final String ZENDESK_USER = "ops@helpdesk.example";

  /** Its API token. */
  public static final String ZENDESK_TOKEN = "sandbox-zendesk-token";

  /** The HubSpot private app's token. */
  public static final String HUBSPOT_TOKEN = "sandbox-hubspot-token";

  private Credentials() {}

  /** The variables that the shipped migrations read them from. */
  static Map<String, String> environment() {
    return Map.of(
        "ZENDESK_USER",
        ZENDESK_USER,
        "ZENDESK_TOKEN",
        ZENDESK_TOKEN,
        "HUBSPOT_TOKEN",
        HUBSPOT_TOKEN);
  }
}
