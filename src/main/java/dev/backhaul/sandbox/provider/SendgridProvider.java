package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SendGrid's event webhooks and inbound parse settings. Events are signed with ECDSA over timestamp
 * and body, whose CRLF at the end belongs to it; parse has no flag and tries again for three days
 * when the answer is 5xx. Facts: {@code github.com/twilio/sendgrid-oai} (tsg_webhooks_v3), {@code
 * twilio.com/docs/sendgrid/for-developers/parsing-email/inbound-email}. Gaps between retries: ours.
 */
final class SendgridProvider extends Provider {
  private static final String EVENT = "/v3/user/webhooks/event/settings";
  private static final String PARSE = "/v3/user/webhooks/parse/settings";

  SendgridProvider(Parts parts) {
    super("sendgrid", parts);
    router
        .on("GET", EVENT + "/all", (request, at) -> all("webhooks", "event_webhooks"))
        .on("POST", EVENT, (request, at) -> createEvent(body(request)))
        .on("GET", EVENT + "/{id}", (request, at) -> answer(200, told(event(at))))
        .on("PATCH", EVENT + "/{id}", (request, at) -> changeEvent(event(at), body(request)))
        .on("GET", EVENT + "/signed/{id}", (request, at) -> signed(event(at)))
        .on("PATCH", EVENT + "/signed/{id}", (request, at) -> sign(event(at), body(request)))
        .on("GET", PARSE, (request, at) -> all("result", "parse"))
        .on("POST", PARSE, (request, at) -> createParse(body(request)))
        .on("GET", PARSE + "/{id}", (request, at) -> answer(200, parse(at)))
        .on("PATCH", PARSE + "/{id}", (request, at) -> changeParse(parse(at), body(request)))
        .on("DELETE", PARSE + "/{id}", (request, at) -> delete(parse(at)));
  }

  @Override
  ObjectNode error(int status, String message) {
    ObjectNode json = object();
    json.putArray("errors").addObject().putNull("field").put("message", message);
    return json;
  }

  private ObjectNode event(Map<String, String> places) {
    return found(shelf("event_webhooks"), String.valueOf(places.get("id")));
  }

  private ObjectNode parse(Map<String, String> places) {
    return found(shelf("parse"), String.valueOf(places.get("id")));
  }

  private Response all(String field, String shelf) {
    ObjectNode json = object();
    var rows = json.putArray(field);
    shelf(shelf).all().forEach(row -> rows.add(told(row)));
    return answer(200, json);
  }

  private Response createEvent(ObjectNode given) {
    String id = fresh("event-webhook-");
    ObjectNode row = object().put("id", id).put("enabled", true).put("friendly_name", "");
    row.setAll(given);
    shelf("event_webhooks").put(id, row.put("id", id));
    return answer(201, told(row));
  }

  private Response changeEvent(ObjectNode row, ObjectNode given) {
    row.setAll(given);
    shelf("event_webhooks").put(row.path("id").asText(), row);
    return answer(200, told(row));
  }

  private static Response signed(ObjectNode row) {
    return answer(
        200,
        object()
            .put("id", row.path("id").asText())
            .put("public_key", row.path("public_key").asText()));
  }

  private Response sign(ObjectNode row, ObjectNode given) {
    if (given.path("enabled").asBoolean()) {
      KeyPair pair = pair();
      row.put("public_key", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
      row.put("private_key", Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
    } else {
      row.remove(List.of("public_key", "private_key"));
    }
    shelf("event_webhooks").put(row.path("id").asText(), row);
    return signed(row);
  }

  private static ObjectNode told(ObjectNode row) {
    ObjectNode copy = row.deepCopy();
    copy.remove("private_key");
    return copy;
  }

  private Response createParse(ObjectNode given) {
    String host = given.path("hostname").asText();
    if (host.isEmpty() || !given.has("url")) {
      throw refuse(400, "hostname and url are required");
    }
    ObjectNode row = object().put("spam_check", false).put("send_raw", false);
    row.setAll(given);
    shelf("parse").put(host, row);
    return answer(201, row);
  }

  private Response changeParse(ObjectNode row, ObjectNode given) {
    take(given, row, List.of("url", "spam_check", "send_raw"));
    shelf("parse").put(row.path("hostname").asText(), row);
    return answer(200, row);
  }

  private Response delete(ObjectNode row) {
    shelf("parse").delete(row.path("hostname").asText());
    return Response.empty(204);
  }

  /** {@code inbound}: mail for {@code payload.hostname}; all else an event such as delivered. */
  @Override
  void happen(String topic, ObjectNode payload) {
    if (topic.equals("inbound")) {
      if (shelf("parse").find(payload.path("hostname").asText()) != null) {
        deliver("parse " + payload.path("hostname").asText(), payload);
      }
      return;
    }
    for (ObjectNode row : shelf("event_webhooks").all()) {
      if (row.path("enabled").asBoolean() && row.path(topic).asBoolean(true)) {
        ObjectNode event = payload.deepCopy();
        event.put("event", topic).put("sg_event_id", fresh("sg-"));
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    String hook = delivery.path("hook").asText();
    if (hook.startsWith("parse ")) {
      ObjectNode row = shelf("parse").find(hook.substring("parse ".length()));
      Map<String, String> fields = new TreeMap<>();
      delivery
          .path("event")
          .properties()
          .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
      return row == null
          ? null
          : Message.post(
              row.path("url").asText(),
              Map.of("Content-Type", "application/x-www-form-urlencoded"),
              Form.encoded(fields));
    }
    ObjectNode row = shelf("event_webhooks").find(hook);
    if (row == null || !row.path("enabled").asBoolean()) {
      return null;
    }
    String body = "[" + delivery.path("event") + "]\r\n";
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    if (row.has("private_key")) {
      String at = Long.toString(now().getEpochSecond());
      headers.put("X-Twilio-Email-Event-Webhook-Timestamp", at);
      headers.put(
          "X-Twilio-Email-Event-Webhook-Signature",
          signature(row.path("private_key").asText(), at + body));
    }
    return Message.post(row.path("url").asText(), headers, body);
  }

  @Override
  Retries retries() {
    return Retries.within(30)
        .gaps("5M", "15M", "1H", "4H", "12H", "24H", "24H")
        .last(status -> status >= 300 && status < 500);
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is part of every Java", e);
    }
  }

  private static String signature(String key, String content) {
    try {
      PrivateKey secret =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
      Signature signing = Signature.getInstance("SHA256withECDSA");
      signing.initSign(secret);
      signing.update(content.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signing.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is part of every Java", e);
    }
  }
}
