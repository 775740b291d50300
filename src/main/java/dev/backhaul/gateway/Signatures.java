package dev.backhaul.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.gateway.Claim.NoClaimException;
import dev.backhaul.gateway.Verdict.Believed;
import dev.backhaul.gateway.Verdict.Doubt;
import dev.backhaul.gateway.Verdict.Doubted;
import dev.backhaul.manifest.Ingress;
import dev.backhaul.manifest.Pick;
import dev.backhaul.manifest.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Says whether a request is believed: signed with one of the secrets, and in time. */
final class Signatures {
  private Signatures() {}

  /**
   * Judges a request. The signature is checked before the time: only what is signed is worth
   * reading.
   *
   * @param secrets the sender's; any of them may be the one in use
   * @param now what {@code tolerance} is measured from
   */
  static Verdict verify(Ingress how, Arrival request, List<String> secrets, Instant now) {
    if (secrets.isEmpty()) {
      return new Doubted(Doubt.NO_SECRET);
    }
    try {
      if (how.scheme() == SignatureScheme.TOKEN) {
        return token(Objects.requireNonNull(how.token()), request, secrets);
      }
      Claim claim = Claims.of(how.scheme(), request, how.header());
      if (!signed(code(how.scheme()), claim, secrets)) {
        return new Doubted(Doubt.WRONG);
      }
      Instant at = claim.at();
      boolean late = at != null && Duration.between(at, now).abs().compareTo(how.tolerance()) > 0;
      return late ? new Doubted(Doubt.OUT_OF_TIME) : new Believed(print(claim));
    } catch (NoClaimException e) {
      return new Doubted(e.doubt());
    }
  }

  /** Of what was signed, not of the signatures: those may be reordered without a secret. */
  private static String print(Claim claim) {
    return claim.at() == null
        ? ""
        : HexFormat.of().formatHex(Code.sha256().digest(claim.messages().getFirst()));
  }

  private static boolean signed(Code code, Claim claim, List<String> secrets) {
    boolean signed = false;
    for (String secret : secrets) {
      for (byte[] message : claim.messages()) {
        for (byte[] signature : claim.signatures()) {
          signed |= signature.length > 0 && code.matches(message, signature, secret);
        }
      }
    }
    return signed;
  }

  /** The arithmetic of a scheme. */
  static Code code(SignatureScheme scheme) {
    return switch (scheme) {
      case STANDARD, SVIX -> Code.HMAC_DECODED;
      case STANDARD_ED25519 -> Code.ED25519;
      case SENDGRID -> Code.ECDSA;
      case TWILIO -> Code.HMAC_SHA1;
      case HUBSPOT_V1, HUBSPOT_V2 -> Code.SHA256_PREFIXED;
      default -> Code.HMAC_TEXT;
    };
  }

  /** Every place of the body that must hold the token must hold it; one at least. */
  private static Verdict token(Pick where, Arrival request, List<String> secrets) {
    List<JsonNode> told = Picked.all(where, request);
    if (told.isEmpty()) {
      return new Doubted(Doubt.UNSIGNED);
    }
    boolean all = true;
    for (JsonNode each : told) {
      all &= each.isTextual() && isToken(each.asText(), secrets);
    }
    return all ? new Believed("") : new Doubted(Doubt.WRONG);
  }

  private static boolean isToken(String told, List<String> secrets) {
    boolean known = false;
    for (String secret : secrets) {
      String basic = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
      known |= same(told, secret) | same(told, "Bearer " + secret) | same(told, "Basic " + basic);
    }
    return known;
  }

  private static boolean same(String told, String expected) {
    return MessageDigest.isEqual(
        told.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }
}
