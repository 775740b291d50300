package dev.backhaul.platform;

import dev.backhaul.manifest.Auth;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * The secrets of one system, read at each use so that a renewed token counts at once. Never
 * printed.
 */
public final class Credentials {
  private final UnaryOperator<String> secret;

  private Credentials(UnaryOperator<String> secret) {
    this.secret = secret;
  }

  /** From a source of secrets by name; it throws for a missing one, naming it. */
  public static Credentials of(UnaryOperator<String> secret) {
    return new Credentials(secret);
  }

  /** The value of the header that carries the credentials. */
  String authorization(Auth auth) {
    return switch (auth.kind()) {
      case BEARER -> "Bearer " + secret.apply("token");
      case BASIC_TOKEN -> basic(secret.apply("user") + "/token:" + secret.apply("token"));
      case BASIC -> basic(secret.apply("user") + ":" + secret.apply("password"));
      case HEADER -> (auth.prefix() == null ? "" : auth.prefix()) + secret.apply("token");
    };
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Credentials[...]";
  }
}
