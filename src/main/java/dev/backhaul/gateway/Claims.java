package dev.backhaul.gateway;

import dev.backhaul.gateway.Claim.NoClaimException;
import dev.backhaul.gateway.Verdict.Doubt;
import dev.backhaul.manifest.SignatureScheme;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request claims, scheme by scheme. Sources: Standard Webhooks specification
 * (https://github.com/standard-webhooks/standard-webhooks), the vendors' pages on verifying
 * (Stripe, GitHub, Slack, Shopify, Zendesk, HubSpot, Twilio, Typeform, Klaviyo, Mailgun, SendGrid)
 * and the sources of Outpost and Convoy.
 */
final class Claims {
  /** More signatures than any sender shows while its secret changes. */
  private static final int MOST_SIGNATURES = 20;

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");

  private final Arrival request;
  private final @Nullable String ownHeader;

  private Claims(Arrival request, @Nullable String ownHeader) {
    this.request = request;
    this.ownHeader = ownHeader;
  }

  /**
   * What this request claims.
   *
   * @param ownHeader the signature's header, where it is not the scheme's usual one
   * @throws NoClaimException if there is nothing that could be checked
   */
  static Claim of(SignatureScheme scheme, Arrival request, @Nullable String ownHeader)
      throws NoClaimException {
    Claims reader = new Claims(request, ownHeader);
    return switch (scheme) {
      case STANDARD -> reader.standard("webhook-", "v1");
      case STANDARD_ED25519 -> reader.standard("webhook-", "v1a");
      case SVIX -> reader.standard(request.header("svix-id") == null ? "webhook-" : "svix-", "v1");
      case STRIPE -> reader.timedList("stripe-signature", ".");
      case CONVOY -> reader.timedList("", ",");
      case GITHUB -> reader.untimed(hex(after("sha256=", reader.need("x-hub-signature-256"))));
      case TYPEFORM -> reader.untimed(base64(after("sha256=", reader.need("typeform-signature"))));
      case SHOPIFY -> reader.untimed(base64(reader.need("x-shopify-hmac-sha256")));
      case OUTPOST -> reader.outpost();
      case SLACK -> reader.slack();
      case ZENDESK -> reader.zendesk();
      case KLAVIYO -> reader.klaviyo();
      case SENDGRID -> reader.sendgrid();
      case MAILGUN -> reader.mailgun();
      case HUBSPOT_V1 -> reader.hubspot("v1");
      case HUBSPOT_V2 -> reader.hubspot("v2");
      case HUBSPOT_V3 -> reader.hubspotV3();
      case TWILIO -> TwilioClaim.of(request, base64(reader.need("x-twilio-signature")));
      case TOKEN -> throw new IllegalArgumentException("a token claims nothing about the message");
    };
  }

  private Claim standard(String prefix, String version) throws NoClaimException {
    String id = needHeader(prefix + "id");
    String time = needHeader(prefix + "timestamp");
    List<byte[]> signatures = new ArrayList<>();
    for (String each : bounded(need(prefix + "signature"), " ")) {
      if (each.startsWith(version + ",")) {
        addIfBase64(signatures, each.substring(version.length() + 1));
      }
    }
    return claim(seconds(time), joined(id + "." + time + ".", request.body()), signatures);
  }

  /** {@code t=...,v1=...[,v1=...]}, by key and not by position. */
  private Claim timedList(String usual, String separator) throws NoClaimException {
    String time = null;
    List<byte[]> signatures = new ArrayList<>();
    for (String part : bounded(need(usual), ",")) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? "" : part.substring(0, equals).strip();
      String value = part.substring(equals + 1).strip();
      if (key.equals("t")) {
        if (time != null) {
          throw malformed();
        }
        time = value;
      } else if (key.equals("v1")) {
        boolean hex = value.length() == 64;
        if (hex) {
          addIfHex(signatures, value);
        } else if (separator.equals(",")) {
          addIfBase64(signatures, value);
        }
      }
    }
    if (time == null) {
      throw new NoClaimException(Doubt.UNSIGNED);
    }
    return claim(seconds(time), joined(time + separator, request.body()), signatures);
  }

  private Claim slack() throws NoClaimException {
    String time = needHeader("x-slack-request-timestamp");
    byte[] signature = hex(after("v0=", need("x-slack-signature")));
    return claim(seconds(time), joined("v0:" + time + ":", request.body()), List.of(signature));
  }

  private Claim zendesk() throws NoClaimException {
    String time = needHeader("x-zendesk-webhook-signature-timestamp");
    byte[] signature = base64(need("x-zendesk-webhook-signature"));
    return claim(iso(time), joined(time, request.body()), List.of(signature));
  }

  private Claim klaviyo() throws NoClaimException {
    String time = needHeader("klaviyo-timestamp");
    byte[] signature = hex(need("klaviyo-signature"));
    Instant at = SECONDS.matcher(time).matches() ? seconds(time) : iso(time);
    return claim(at, joined(request.body(), time), List.of(signature));
  }

  private Claim sendgrid() throws NoClaimException {
    String time = needHeader("x-twilio-email-event-webhook-timestamp");
    byte[] signature = base64(need("x-twilio-email-event-webhook-signature"));
    return claim(seconds(time), joined(time, request.body()), List.of(signature));
  }

  private Claim mailgun() throws NoClaimException {
    MailgunFields fields = MailgunFields.of(request);
    byte[] message = (fields.timestamp() + fields.token()).getBytes(StandardCharsets.UTF_8);
    return claim(seconds(fields.timestamp()), message, List.of(hex(fields.signature())));
  }

  private Claim outpost() throws NoClaimException {
    List<byte[]> signatures = new ArrayList<>();
    for (String each : bounded(after("v0=", need("x-outpost-signature")), ",")) {
      addIfHex(signatures, each.strip());
    }
    return claim(null, request.body(), signatures);
  }

  private Claim hubspot(String version) throws NoClaimException {
    String told = request.header("x-hubspot-signature-version");
    if (told != null && !told.equals(version)) {
      throw malformed();
    }
    byte[] signature = hex(need("x-hubspot-signature"));
    return version.equals("v1")
        ? claim(null, request.body(), List.of(signature))
        : claim(null, joined(request.method() + request.url(), request.body()), List.of(signature));
  }

  private Claim hubspotV3() throws NoClaimException {
    String time = needHeader("x-hubspot-request-timestamp");
    if (!MILLIS.matcher(time).matches()) {
      throw malformed();
    }
    byte[] signature = base64(need("x-hubspot-signature-v3"));
    List<byte[]> messages = new ArrayList<>();
    for (String url : PublicUrl.hubspotForms(request.url())) {
      messages.add(joined(joined(request.method() + url, request.body()), time));
    }
    return new Claim(Instant.ofEpochMilli(Long.parseLong(time)), messages, List.of(signature));
  }

  private Claim untimed(byte[] signature) {
    return new Claim(null, List.of(request.body()), List.of(signature));
  }

  private static Claim claim(@Nullable Instant at, byte[] message, List<byte[]> signatures)
      throws NoClaimException {
    if (signatures.isEmpty()) {
      throw malformed();
    }
    return new Claim(at, List.of(message), signatures);
  }

  /** The signature's header: the usual one, or the kind's own. */
  private String need(String usual) throws NoClaimException {
    return needHeader(ownHeader == null ? usual : ownHeader);
  }

  private String needHeader(String name) throws NoClaimException {
    String value = request.header(name);
    if (value == null || value.isBlank()) {
      throw new NoClaimException(Doubt.UNSIGNED);
    }
    return value.strip();
  }

  private static List<String> bounded(String text, String separator) throws NoClaimException {
    List<String> parts = List.of(text.split(Pattern.quote(separator), MOST_SIGNATURES + 1));
    if (parts.size() > MOST_SIGNATURES) {
      throw malformed();
    }
    return parts;
  }

  private static String after(String prefix, String text) throws NoClaimException {
    if (!text.startsWith(prefix)) {
      throw malformed();
    }
    return text.substring(prefix.length());
  }

  static byte[] hex(String text) throws NoClaimException {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static byte[] base64(String text) throws NoClaimException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static void addIfBase64(List<byte[]> out, String text) {
    try {
      out.add(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      // Another signature of the list may be sound.
    }
  }

  private static void addIfHex(List<byte[]> out, String text) {
    try {
      out.add(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      // Another signature of the list may be sound.
    }
  }

  private static Instant seconds(String text) throws NoClaimException {
    if (!SECONDS.matcher(text).matches()) {
      throw malformed();
    }
    return Instant.ofEpochSecond(Long.parseLong(text));
  }

  private static Instant iso(String text) throws NoClaimException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw malformed();
    }
  }

  private static NoClaimException malformed() {
    return new NoClaimException(Doubt.MALFORMED);
  }

  static byte[] joined(String first, byte[] second) {
    return joined(first.getBytes(StandardCharsets.UTF_8), second);
  }

  static byte[] joined(byte[] first, String second) {
    return joined(first, second.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + second.length);
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
