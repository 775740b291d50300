package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.EnvText;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Secret;
import java.net.URI;
import java.util.Map;

/**
 * How to reach one system.
 *
 * @param platform the manifest's name
 * @param url base URL; https, or http to loopback
 * @param auth secrets by the names that the manifest asks for
 */
@Doc("How to reach one system.")
public record SystemConfig(
    @Doc("The platform: the name of a file in config/platforms.") @Example("zendesk")
        String platform,
    @Doc("Base URL of the API: https; plain http only to this machine, for sandboxes.")
        @Example("\"https://example.zendesk.com\"")
        @EnvText
        URI url,
    @Doc("Secrets by the names that the platform's manifest asks for.")
        @Example("{user: \"${env:ZENDESK_USER}\", token: \"${env:ZENDESK_TOKEN}\"}")
        Map<String, Secret> auth) {

  /** Refuses a URL that could leak credentials or that is not a plain base. */
  public SystemConfig {
    auth = Map.copyOf(auth);
    BaseUrl.requireSafe(url);
  }
}
