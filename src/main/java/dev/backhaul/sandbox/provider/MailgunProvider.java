package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mailgun's routes: by priority, lower first; all that match run unless one says {@code stop()}.
 * The signature travels in the body and covers only timestamp and token. 200 is success, 406
 * refuses for good, all else is tried for eight hours. Facts: {@code
 * documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store}.
 */
final class MailgunProvider extends Provider {
  private static final String SIGNING_KEY = "mailgun-signing-key";
  private static final List<String> SETTABLE = List.of("priority", "description", "expression");
  private static final Pattern RECIPIENT = Pattern.compile("match_recipient\\([\"'](.*)[\"']\\)");
  private static final Pattern TARGET =
      Pattern.compile("(?:forward|store)\\((?:notify=)?[\"'](https?://[^\"']+)[\"']\\)");

  MailgunProvider(Parts parts) {
    super("mailgun", parts);
    router
        .on("GET", "/v3/routes", (request, at) -> list(request))
        .on("POST", "/v3/routes", (request, at) -> create(Form.of(request)))
        .on("GET", "/v3/routes/{id}", (request, at) -> show(id(at)))
        .on("PUT", "/v3/routes/{id}", (request, at) -> update(id(at), Form.of(request)))
        .on("DELETE", "/v3/routes/{id}", (request, at) -> delete(id(at)));
  }

  @Override
  boolean known(Request request) {
    return ("api:" + TOKEN).equals(basic(request));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("message", message);
  }

  private static String id(Map<String, String> places) {
    return String.valueOf(places.get("id"));
  }

  private List<ObjectNode> sorted() {
    return shelf("routes").all().stream()
        .sorted(Comparator.comparingInt(row -> row.path("priority").asInt()))
        .toList();
  }

  private Response list(Request request) {
    List<ObjectNode> rows = sorted();
    int from = Math.min(rows.size(), number(request, "skip", 0));
    int to = Math.min(rows.size(), from + number(request, "limit", 100));
    ObjectNode json = object().put("total_count", rows.size());
    json.putArray("items").addAll(rows.subList(from, to));
    return answer(200, json);
  }

  private Response create(ObjectNode given) {
    if (!given.has("expression")) {
      throw refuse(400, "Missing mandatory parameter: expression");
    }
    String id = fresh("4f3babad2ba1");
    ObjectNode row = object().put("id", id).put("priority", 0).put("description", "");
    row.putArray("actions");
    row.put("created_at", now().toString());
    change(given, row);
    shelf("routes").put(id, row);
    ObjectNode json = object().put("message", "Route has been created");
    json.set("route", row);
    return answer(200, json);
  }

  private static void change(ObjectNode given, ObjectNode row) {
    take(given, row, SETTABLE);
    row.put("priority", row.path("priority").asInt());
    if (given.has("action")) {
      ArrayNode actions = row.putArray("actions");
      JsonNode action = given.path("action");
      if (action.isArray()) {
        actions.addAll((ArrayNode) action);
      } else {
        actions.add(action);
      }
    }
  }

  private Response show(String id) {
    ObjectNode json = object();
    json.set("route", found(shelf("routes"), id));
    return answer(200, json);
  }

  private Response update(String id, ObjectNode given) {
    ObjectNode row = found(shelf("routes"), id);
    change(given, row);
    shelf("routes").put(id, row);
    return answer(200, row.deepCopy().put("message", "Route has been updated"));
  }

  private Response delete(String id) {
    found(shelf("routes"), id);
    shelf("routes").delete(id);
    return answer(200, object().put("message", "Route has been deleted").put("id", id));
  }

  /** Mail to {@code payload.recipient}, whatever the topic. */
  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : sorted()) {
      String expression = row.path("expression").asText();
      Matcher recipient = RECIPIENT.matcher(expression);
      boolean hit =
          expression.contains("catch_all()")
              || (recipient.find()
                  && payload.path("recipient").asText().matches(recipient.group(1)));
      if (!hit) {
        continue;
      }
      boolean stop = false;
      int place = 0;
      for (JsonNode action : row.path("actions")) {
        if (TARGET.matcher(action.asText()).find()) {
          ObjectNode event = object().put("token", fresh("token")).put("action", place);
          event.set("payload", payload);
          deliver(row.path("id").asText(), event);
        }
        stop |= action.asText().contains("stop()");
        place++;
      }
      if (stop) {
        return;
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("routes").find(delivery.path("hook").asText());
    if (row == null) {
      return null;
    }
    Matcher target =
        TARGET.matcher(row.path("actions").path(delivery.at("/event/action").asInt()).asText());
    if (!target.find()) {
      return null;
    }
    Map<String, String> fields = new TreeMap<>();
    delivery
        .at("/event/payload")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    String at = Long.toString(now().getEpochSecond());
    String token = delivery.at("/event/token").asText();
    fields.put("timestamp", at);
    fields.put("token", token);
    fields.put("signature", Signing.hex(SIGNING_KEY, at + token));
    return Message.post(
        target.group(1),
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        Form.encoded(fields));
  }

  @Override
  Retries retries() {
    return Retries.within(30)
        .gaps("10M", "15M", "30M", "1H", "2H", "4H")
        .good(200)
        .last(status -> status == 406);
  }
}
