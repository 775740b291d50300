package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.EnvText;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one integration arrives and where it goes on to: the section {@code ingress} of one
 * integration in {@code config/migrations/<name>/integrations.yaml}.
 *
 * @param path the last part of its URL: nobody can guess it
 * @param formerPaths paths that still are answered while late retries arrive
 * @param secrets what the sender signs with; several while one replaces the other
 * @param target the failed system's endpoint; null if it has none
 * @param source the endpoint that work comes home to; null if it has none
 * @param transform makes the target's payload one for the source; null: passed on as it came
 * @param replayPerSecond how fast what was held is delivered
 */
@Doc(
    "Where this integration arrives at the gateway, and where it goes on to. Who gets it is not written"
        + " here: backhaul gateway steer says so, and until then it is held.")
public record IngressPoint(
    @Doc("The last part of its URL: 16 to 80 letters, digits, '-' and '_' that nobody can guess.")
        @Example("\"${env:STRIPE_PATH}\"")
        @EnvText
        String path,
    @Doc("Former paths that still are answered while late retries arrive.") @Default("[]")
        List<FormerPath> formerPaths,
    @Doc(
            "What the sender signs with; two while one replaces the other. Of schemes with a key pair: the"
                + " sender's public key.")
        @Example("[\"${env:STRIPE_WHSEC}\"]")
        List<Secret> secrets,
    @Doc("The target's endpoint.") @Nullable Downstream target,
    @Doc("The source's endpoint.") @Nullable Downstream source,
    @Doc("Makes what has the target's shape into what the source takes. Left out: nothing.")
        @Nullable Transform transform,
    @Doc("How many held events a second are delivered once they are released.") @Default("10")
        int replayPerSecond) {
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]{16,80}");

  /** Refuses paths that can be guessed, and a point that leads nowhere. */
  public IngressPoint {
    formerPaths = List.copyOf(formerPaths);
    secrets = List.copyOf(secrets);
    requirePath("path", path);
    Set<String> paths = new HashSet<>(Set.of(path));
    for (FormerPath former : formerPaths) {
      if (!paths.add(former.path())) {
        throw new IllegalArgumentException("formerPaths: the same path stands twice");
      }
    }
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException(
          "secrets: name at least one; without it nobody can tell who sent an event");
    }
    if (target == null && source == null) {
      throw new IllegalArgumentException("target, source: give at least one");
    }
    if (replayPerSecond < 1 || replayPerSecond > 10_000) {
      throw new IllegalArgumentException("replayPerSecond: must be 1 to 10000");
    }
  }

  private static void requirePath(String key, String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          key + ": 16 to 80 letters, digits, '-' and '_'; make one with: openssl rand -hex 16");
    }
  }

  /** The endpoint of a role; null if it has none. */
  public @Nullable Downstream downstream(boolean ofTarget) {
    return ofTarget ? target : source;
  }

  /**
   * A path that was given up.
   *
   * @param until when it is answered no longer
   */
  @Doc("A path that was given up and is answered until the sender's last retry.")
  public record FormerPath(
      @Doc("The path.") @EnvText String path,
      @Doc("When it is answered no longer.") @Example("2026-12-01T00:00:00Z") Instant until) {

    /** Refuses what never was a path. */
    public FormerPath {
      requirePath("path", path);
    }
  }

  /**
   * An endpoint that events are delivered to.
   *
   * @param scheme how we sign what we deliver
   * @param secret what we sign with; null: not signed
   */
  @Doc("An endpoint that events are delivered to.")
  public record Downstream(
      @Doc("Its URL; its host must stand in gateway.destinations of config/backhaul.yaml.")
          @Example("https://hooks.example.com/stripe")
          @EnvText
          URI url,
      @Doc(
              "How what is delivered is signed anew: a held event's own signature is too old to believe.")
          @Default("standard")
          SignatureScheme scheme,
      @Doc("What it is signed with. Left out: it is not signed.")
          @Example("\"${env:HOOKS_SECRET}\"")
          @Nullable Secret secret) {

    /** Refuses unsafe URLs and schemes that need somebody else's private key. */
    public Downstream {
      String raw = url.getRawQuery();
      BaseUrl.requireSafe(raw == null ? url : URI.create(url.toString().split("\\?", 2)[0]));
      if (secret != null && !scheme.signable()) {
        throw new IllegalArgumentException("scheme: cannot be signed by us; use standard");
      }
    }
  }

  /**
   * From the target's shape to the source's.
   *
   * @param mapping file of the mapping, below the migration's folder
   * @param record the target's record in the payload
   */
  @Doc("Makes a payload that has the target's shape into what the source takes.")
  public record Transform(
      @Doc("File of the mapping, below the migration's folder.") @Example("mappings/ticket.yaml")
          String mapping,
      @Doc("The target's record in the payload: jq, giving an object.") @Example(".ticket")
          Jq record) {}
}
