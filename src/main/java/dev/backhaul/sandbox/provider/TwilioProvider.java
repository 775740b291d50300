package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's phone numbers, applications and messaging services. Setting {@code VoiceApplicationSid}
 * deletes {@code TrunkSid} and the other way round; an application or trunk wins over the URLs; a
 * number in a messaging service uses that service's URL. No retries, only the fallback URL. Facts:
 * {@code github.com/twilio/twilio-oai} (twilio_api_v2010, twilio_messaging_v1), {@code
 * twilio.com/docs/api/errors/11205}.
 */
final class TwilioProvider extends Provider {
  static final String ACCOUNT = "ACsandbox00000000000000000000000000";
  private static final String NUMBERS = "/2010-04-01/Accounts/" + ACCOUNT + "/IncomingPhoneNumbers";
  private static final String APPLICATIONS = "/2010-04-01/Accounts/" + ACCOUNT + "/Applications";
  private static final List<String> SETTABLE =
      List.of(
          "VoiceUrl",
          "VoiceMethod",
          "VoiceFallbackUrl",
          "VoiceApplicationSid",
          "TrunkSid",
          "SmsUrl",
          "SmsMethod",
          "SmsFallbackUrl",
          "SmsApplicationSid",
          "StatusCallback",
          "FriendlyName",
          "InboundRequestUrl",
          "FallbackUrl",
          "UseInboundWebhookOnNumber");

  TwilioProvider(Parts parts) {
    super("twilio", parts);
    collection(NUMBERS, "numbers", "incoming_phone_numbers");
    collection(APPLICATIONS, "applications", "applications");
    router
        .on("GET", "/v1/Services/{id}", (request, at) -> show("services", at))
        .on("POST", "/v1/Services/{id}", (request, at) -> update("services", at, request))
        .on(
            "GET",
            "/2010-04-01/Accounts/" + ACCOUNT + ".json",
            (request, at) -> answer(200, object().put("sid", ACCOUNT).put("status", "active")));
  }

  private void collection(String path, String shelf, String many) {
    router
        .on("GET", path + ".json", (request, at) -> list(request, shelf, many))
        .on("GET", path + "/{id}", (request, at) -> show(shelf, at))
        .on("POST", path + "/{id}", (request, at) -> update(shelf, at, request));
  }

  @Override
  boolean known(Request request) {
    return (ACCOUNT + ":" + TOKEN).equals(basic(request));
  }

  @Override
  ObjectNode error(int status, String message) {
    int code = status == 404 ? 20404 : status == 401 ? 20003 : 20001;
    return object().put("code", code).put("message", message).put("status", status);
  }

  private static String sid(Map<String, String> places) {
    return String.valueOf(places.get("id")).replaceFirst("\\.json$", "");
  }

  private Response list(Request request, String shelf, String many) {
    List<ObjectNode> rows = shelf(shelf).all();
    String asked = request.param("PhoneNumber");
    rows.removeIf(row -> asked != null && !row.path("phone_number").asText().equals(asked));
    int size = Math.clamp(number(request, "PageSize", 50), 1, 1000);
    int page = number(request, "Page", 0);
    int from = Math.min(rows.size(), page * size);
    int to = Math.min(rows.size(), from + size);
    ObjectNode json = object().put("page", page).put("page_size", size).put("uri", request.path());
    json.putArray(many).addAll(rows.subList(from, to));
    json.put(
        "next_page_uri",
        to < rows.size() ? request.path() + "?PageSize=" + size + "&Page=" + (page + 1) : null);
    return answer(200, json);
  }

  private Response show(String shelf, Map<String, String> places) {
    return answer(200, found(shelf(shelf), sid(places)));
  }

  private Response update(String shelf, Map<String, String> places, Request request) {
    ObjectNode row = found(shelf(shelf), sid(places));
    ObjectNode given = Form.of(request);
    for (String field : SETTABLE) {
      if (given.has(field)) {
        String value = given.path(field).asText();
        boolean flag = field.startsWith("Use");
        String key = snake(field);
        row.set(key, flag ? JSON.getNodeFactory().booleanNode(value.equals("true")) : text(value));
      }
    }
    if (!given.path("VoiceApplicationSid").asText().isEmpty()) {
      row.putNull("trunk_sid");
    } else if (!given.path("TrunkSid").asText().isEmpty()) {
      row.putNull("voice_application_sid");
    }
    shelf(shelf).put(sid(places), row);
    return answer(200, row);
  }

  private static JsonNode text(String value) {
    return value.isEmpty()
        ? JSON.getNodeFactory().nullNode()
        : JSON.getNodeFactory().textNode(value);
  }

  private static String snake(String field) {
    return field.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /** Topics {@code voice} and {@code sms}; the payload's {@code To} says which number is called. */
  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("numbers").all()) {
      if (row.path("phone_number").asText().equals(payload.path("To").asText())) {
        ObjectNode event = object().put("topic", topic);
        event.set("payload", payload);
        deliver(row.path("sid").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("numbers").find(delivery.path("hook").asText());
    List<String> urls = row == null ? List.of() : urls(row, delivery.at("/event/topic").asText());
    int attempt = delivery.path("attempts").size();
    if (attempt >= urls.size()) {
      return null;
    }
    Map<String, String> fields = new TreeMap<>();
    delivery
        .at("/event/payload")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    StringBuilder signed = new StringBuilder(urls.get(attempt));
    fields.forEach((name, value) -> signed.append(name).append(value));
    return Message.post(
        urls.get(attempt),
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature",
            Signing.sha1(TOKEN, signed.toString())),
        Form.encoded(fields));
  }

  /** The URL in force and its fallback, as far as there are any. */
  private List<String> urls(ObjectNode row, String topic) {
    if (topic.equals("sms")) {
      ObjectNode service = shelf("services").find(row.path("messaging_service_sid").asText());
      if (service != null && !service.path("use_inbound_webhook_on_number").asBoolean()) {
        return present(service, "inbound_request_url", "fallback_url");
      }
      ObjectNode application = shelf("applications").find(row.path("sms_application_sid").asText());
      return present(application == null ? row : application, "sms_url", "sms_fallback_url");
    }
    if (row.hasNonNull("trunk_sid")) {
      return List.of();
    }
    ObjectNode application = shelf("applications").find(row.path("voice_application_sid").asText());
    return present(application == null ? row : application, "voice_url", "voice_fallback_url");
  }

  private static List<String> present(ObjectNode row, String... fields) {
    List<String> urls = new ArrayList<>();
    for (String field : fields) {
      if (!row.path(field).asText().isEmpty() && row.hasNonNull(field)) {
        urls.add(row.path(field).asText());
      }
    }
    return urls;
  }

  @Override
  Retries retries() {
    return Retries.within(15).gaps("0S");
  }
}
