package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import java.util.List;

/**
 * How requests prove who sends them. The secrets themselves stand in {@code migration.yaml}, by
 * reference.
 */
public record Auth(@Doc("The way credentials travel.") Kind kind) {
  /** A named way of authenticating. */
  public enum Kind {
    /** {@code Authorization: Bearer token}; secret {@code token}. */
    BEARER(List.of("token")),
    /**
     * Basic with {@code user/token:token}, as Zendesk API tokens do; secrets {@code user}, {@code
     * token}.
     */
    BASIC_TOKEN(List.of("user", "token")),
    /** Basic with {@code user:password}; secrets {@code user}, {@code password}. */
    BASIC(List.of("user", "password"));

    private final List<String> secrets;

    Kind(List<String> secrets) {
      this.secrets = secrets;
    }

    /** Names of the secrets it needs. */
    public List<String> secrets() {
      return secrets;
    }
  }
}
