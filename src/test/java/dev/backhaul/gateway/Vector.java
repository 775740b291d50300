package dev.backhaul.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.manifest.Ingress;
import dev.backhaul.manifest.Pick;
import dev.backhaul.manifest.SignatureScheme;
import dev.backhaul.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** One signature of {@code gateway/signatures.yaml}, as the request it would come in. */
record Vector(JsonNode json) {
  private static final Ingress.Reply OK = new Ingress.Reply(200, "", "text/plain");

  static List<Vector> all() {
    try (InputStream in = Vector.class.getResourceAsStream("/gateway/signatures.yaml")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<Vector> out = new ArrayList<>();
      YamlFile.read("signatures.yaml", text)
          .json()
          .path("vectors")
          .forEach(each -> out.add(new Vector(each)));
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Vector named(String id) {
    return all().stream().filter(each -> each.toString().equals(id)).findFirst().orElseThrow();
  }

  boolean valid() {
    return json.path("valid").booleanValue();
  }

  SignatureScheme scheme() {
    return switch (json.path("scheme").asText()) {
      case "standard_webhooks" -> SignatureScheme.STANDARD;
      case "standard_webhooks_ed25519" -> SignatureScheme.STANDARD_ED25519;
      case "sendgrid_ecdsa" -> SignatureScheme.SENDGRID;
      case "convoy_advanced" -> SignatureScheme.CONVOY;
      case String name -> SignatureScheme.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    };
  }

  Ingress how() {
    return how(scheme(), Duration.ofMinutes(5));
  }

  static Ingress how(SignatureScheme scheme, Duration tolerance) {
    return new Ingress(
        scheme,
        scheme == SignatureScheme.TOKEN ? new Pick("Authorization", null) : null,
        scheme == SignatureScheme.CONVOY ? "X-Convoy-Signature" : null,
        tolerance,
        OK,
        Ingress.Handshake.NONE,
        null,
        null,
        null);
  }

  String secret() {
    return json.path(json.has("public_key") ? "public_key" : "secret").asText();
  }

  String time() {
    return json.path("timestamp").asText();
  }

  /** When it was signed; the epoch where nothing says so. */
  Instant at() {
    String time = time();
    if (time.isEmpty()) {
      return Instant.EPOCH;
    }
    if (time.contains("-")) {
      return OffsetDateTime.parse(time).toInstant();
    }
    return scheme() == SignatureScheme.HUBSPOT_V3
        ? Instant.ofEpochMilli(Long.parseLong(time))
        : Instant.ofEpochSecond(Long.parseLong(time));
  }

  Arrival request() {
    return new Arrival(
        json.path("method").asText("POST"),
        json.path("url").asText("https://hooks.example.com/h/x"),
        headers(),
        body(),
        at());
  }

  private byte[] body() {
    String text = json.path("body").asText();
    if (json.has("params_list") || json.path("params").size() > 0) {
      List<Map.Entry<String, String>> fields = new ArrayList<>();
      json.path("params_list")
          .forEach(each -> fields.add(Map.entry(each.path(0).asText(), each.path(1).asText())));
      json.path("params")
          .properties()
          .forEach(each -> fields.add(Map.entry(each.getKey(), each.getValue().asText())));
      text =
          fields.stream()
              .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
              .collect(Collectors.joining("&"));
    } else if (json.has("token")) {
      text =
          "timestamp=%s&token=%s&signature=%s"
              .formatted(time(), json.path("token").asText(), signature());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String signature() {
    return json.path("signature").asText();
  }

  private Map<String, List<String>> headers() {
    Map<String, String> out = new LinkedHashMap<>();
    String type = json.has("body") ? "application/json" : "application/x-www-form-urlencoded";
    out.put("Content-Type", type);
    switch (scheme()) {
      case STANDARD, STANDARD_ED25519 -> {
        out.put("webhook-id", json.path("msg_id").asText());
        out.put("webhook-timestamp", time());
        out.put("webhook-signature", signature());
      }
      case GITHUB -> out.put("X-Hub-Signature-256", signature());
      case SHOPIFY -> out.put("X-Shopify-Hmac-SHA256", signature());
      case TYPEFORM -> out.put("Typeform-Signature", signature());
      case STRIPE -> out.put("Stripe-Signature", signature());
      case CONVOY -> out.put("X-Convoy-Signature", signature());
      case TWILIO -> out.put("X-Twilio-Signature", signature());
      case SLACK -> {
        out.put("X-Slack-Request-Timestamp", time());
        out.put("X-Slack-Signature", signature());
      }
      case ZENDESK -> {
        out.put("X-Zendesk-Webhook-Signature-Timestamp", time());
        out.put("X-Zendesk-Webhook-Signature", signature());
      }
      case KLAVIYO -> {
        out.put("Klaviyo-Timestamp", time());
        out.put("Klaviyo-Signature", signature());
      }
      case SENDGRID -> {
        out.put("X-Twilio-Email-Event-Webhook-Timestamp", time());
        out.put("X-Twilio-Email-Event-Webhook-Signature", signature());
      }
      case HUBSPOT_V1, HUBSPOT_V2 -> {
        out.put("X-HubSpot-Signature", signature());
        out.put(
            "X-HubSpot-Signature-Version", scheme() == SignatureScheme.HUBSPOT_V1 ? "v1" : "v2");
      }
      case HUBSPOT_V3 -> {
        out.put("X-HubSpot-Request-Timestamp", time());
        out.put("X-HubSpot-Signature-v3", signature());
      }
      default -> {}
    }
    Map<String, List<String>> lists = new LinkedHashMap<>();
    out.forEach((name, value) -> lists.put(name, List.of(value)));
    return lists;
  }

  @Override
  public String toString() {
    return json.path("id").asText();
  }
}
