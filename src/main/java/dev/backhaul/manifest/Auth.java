package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How requests prove who sends them. The secrets themselves stand in {@code migration.yaml} or
 * {@code integrations.yaml}, by reference.
 */
public record Auth(
    @Doc("The way credentials travel.") Kind kind,
    @Doc("For header: its name; Authorization if none.") @Nullable String header,
    @Doc("For header: what stands before the token, with its blank (\"SSWS \"); nothing if none.")
        @Nullable String prefix) {

  /** Refuses details that its kind has no use for. */
  public Auth {
    if (kind != Kind.HEADER && (header != null || prefix != null)) {
      throw new IllegalArgumentException("header: and prefix: are for kind header only");
    }
  }

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
    BASIC(List.of("user", "password")),
    /** A header of the platform's own, such as {@code X-N8N-API-KEY}; secret {@code token}. */
    HEADER(List.of("token"));

    private final List<String> secrets;

    Kind(List<String> secrets) {
      this.secrets = secrets;
    }

    /** Names of the secrets it needs. */
    public List<String> secrets() {
      return secrets;
    }
  }

  /** The header that carries the credentials. */
  public String headerName() {
    return header == null ? "Authorization" : header;
  }
}
