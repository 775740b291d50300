package dev.backhaul.gateway;

import dev.backhaul.manifest.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs what we deliver: a held event's own signature is too old to be believed, and some cover a
 * URL that was ours.
 */
final class Signing {
  private Signing() {}

  /**
   * The headers that carry our signature.
   *
   * @param id of the delivery: the same at every attempt
   * @param request as it will be sent: its URL is the downstream's, its time now
   * @throws IllegalArgumentException if the secret cannot be one of this scheme
   */
  static Map<String, String> headers(
      SignatureScheme scheme, String secret, String id, Arrival request) {
    Code code = Signatures.code(scheme);
    byte[] body = request.body();
    Instant now = request.at();
    String seconds = Long.toString(now.getEpochSecond());
    Map<String, String> out = new LinkedHashMap<>();
    switch (scheme) {
      case STANDARD, SVIX -> {
        String prefix = scheme == SignatureScheme.SVIX ? "svix-" : "webhook-";
        out.put(prefix + "id", id);
        out.put(prefix + "timestamp", seconds);
        byte[] message = Claims.joined(id + "." + seconds + ".", body);
        out.put(prefix + "signature", "v1," + base64(code.sign(message, secret)));
      }
      case STRIPE -> {
        byte[] message = Claims.joined(seconds + ".", body);
        out.put("stripe-signature", "t=" + seconds + ",v1=" + hex(code.sign(message, secret)));
      }
      case CONVOY -> {
        byte[] message = Claims.joined(seconds + ",", body);
        out.put("x-convoy-signature", "t=" + seconds + ",v1=" + hex(code.sign(message, secret)));
      }
      case GITHUB -> out.put("x-hub-signature-256", "sha256=" + hex(code.sign(body, secret)));
      case TYPEFORM -> out.put("typeform-signature", "sha256=" + base64(code.sign(body, secret)));
      case SHOPIFY -> out.put("x-shopify-hmac-sha256", base64(code.sign(body, secret)));
      case OUTPOST -> out.put("x-outpost-signature", "v0=" + hex(code.sign(body, secret)));
      case SLACK -> {
        out.put("x-slack-request-timestamp", seconds);
        byte[] message = Claims.joined("v0:" + seconds + ":", body);
        out.put("x-slack-signature", "v0=" + hex(code.sign(message, secret)));
      }
      case ZENDESK -> {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        out.put("x-zendesk-webhook-signature-timestamp", time);
        out.put(
            "x-zendesk-webhook-signature", base64(code.sign(Claims.joined(time, body), secret)));
      }
      case KLAVIYO -> {
        out.put("klaviyo-timestamp", seconds);
        out.put("klaviyo-signature", hex(code.sign(Claims.joined(body, seconds), secret)));
      }
      case HUBSPOT_V1 -> {
        out.put("x-hubspot-signature-version", "v1");
        out.put("x-hubspot-signature", hex(code.sign(body, secret)));
      }
      case HUBSPOT_V2 -> {
        out.put("x-hubspot-signature-version", "v2");
        byte[] message = Claims.joined(request.method() + request.url(), body);
        out.put("x-hubspot-signature", hex(code.sign(message, secret)));
      }
      case HUBSPOT_V3 -> {
        String millis = Long.toString(now.toEpochMilli());
        out.put("x-hubspot-request-timestamp", millis);
        String url = PublicUrl.hubspotForms(request.url()).getFirst();
        byte[] message = Claims.joined(Claims.joined(request.method() + url, body), millis);
        out.put("x-hubspot-signature-v3", base64(code.sign(message, secret)));
      }
      case TWILIO -> out.put("x-twilio-signature", twilio(code, secret, request));
      default -> throw new IllegalArgumentException("only the sender can sign so");
    }
    return out;
  }

  private static String twilio(Code code, String secret, Arrival request) {
    String fields = TwilioClaim.fields(request);
    String message = request.url() + (fields == null ? "" : fields);
    return base64(code.sign(message.getBytes(StandardCharsets.UTF_8), secret));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
