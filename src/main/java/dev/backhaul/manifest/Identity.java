package dev.backhaul.manifest;

import dev.backhaul.json.Json;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may act, known by a token. Exactly one of the two token forms is set.
 *
 * @param name as it stands in the audit trail
 * @param roles what they may do
 * @param tokenSha256 SHA-256 of the token as 64 lower-case hex digits, or null
 * @param token where the token itself is, or null
 */
@Doc("Somebody who may act, known by a token.")
public record Identity(
    @Doc("As it stands in the audit trail.") @Example("ada") String name,
    @Doc("What they may do.") @Example("[operator]") Set<Role> roles,
    @Doc("SHA-256 of the token, 64 lower-case hex digits. Either this or token.")
        @Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        @Nullable String tokenSha256,
    @Doc("Where the token itself is. Either this or tokenSha256.") @Example("\"${env:ADA_TOKEN}\"")
        @Nullable Secret token) {

  /** Refuses an identity without a name, a role or exactly one token. */
  public Identity {
    roles = Set.copyOf(roles);
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: must not be empty");
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("roles: name at least one role");
    }
    if ((tokenSha256 == null) == (token == null)) {
      throw new IllegalArgumentException("exactly one of tokenSha256 and token must be given");
    }
    if (tokenSha256 != null && !tokenSha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("tokenSha256: must be 64 lower-case hex digits");
    }
  }

  /**
   * Whether a presented token is this identity's; takes the same time wherever they differ.
   *
   * @throws dev.backhaul.yaml.MissingSecretException if the configured token cannot be read
   */
  public boolean knows(String presented, Environment environment) {
    String known =
        token != null ? Json.sha256(token.reveal(environment)) : String.valueOf(tokenSha256);
    return MessageDigest.isEqual(
        known.getBytes(StandardCharsets.US_ASCII),
        Json.sha256(presented).getBytes(StandardCharsets.US_ASCII));
  }

  /** What an identity may do. Nobody approves a plan of their own. */
  public enum Role {
    /** Runs the rollback. */
    @Doc("Runs the rollback: delta, plan, decide, run, undo, pause.")
    OPERATOR,
    /** Approves. */
    @Doc("Approves plans, waivers and class none, but not their own.")
    APPROVER,
    /** Looks on. */
    @Doc("Looks on.")
    VIEWER
  }
}
