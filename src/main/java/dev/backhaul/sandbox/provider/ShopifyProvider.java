package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shopify's webhook subscriptions over GraphQL. Refusals come as {@code userErrors} with a 200;
 * retries go to the address that was configured when the event fired; after eight failures in a row
 * the subscription is deleted. The operation is found by its field's name and its arguments in
 * {@code variables}; the whole object is answered, whatever was selected. Facts: {@code
 * shopify.dev/docs/api/admin-graphql}, {@code
 * shopify.dev/changelog/updates-to-webhook-retry-mechanism}; the deletion from third parties.
 */
final class ShopifyProvider extends Provider {
  private static final String SECRET = "shopify-app-secret";
  private static final int MOST_FAILURES = 8;

  ShopifyProvider(Parts parts) {
    super("shopify", parts);
    router.on("POST", "/admin/api/{version}/graphql.json", (request, at) -> query(body(request)));
  }

  @Override
  boolean known(Request request) {
    return TOKEN.equals(request.headers().get("x-shopify-access-token"));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("errors", message);
  }

  private Response query(ObjectNode given) {
    String text = given.path("query").asText();
    JsonNode variables = given.path("variables");
    JsonNode input = variables.path("webhookSubscription");
    if (text.contains("webhookSubscriptionUpdate")) {
      return update(variables.path("id").asText(), input);
    }
    if (text.contains("webhookSubscriptionCreate")) {
      return create(variables.path("topic").asText(), input);
    }
    if (text.contains("webhookSubscriptionDelete")) {
      return delete(variables.path("id").asText());
    }
    if (text.contains("webhookSubscriptions")) {
      return list(variables);
    }
    if (text.contains("webhookSubscription")) {
      ObjectNode row = shelf("webhook_subscriptions").find(variables.path("id").asText());
      ObjectNode json = object();
      json.putObject("data").set("webhookSubscription", row == null ? null : told(row));
      return answer(200, json);
    }
    if (text.contains("shop")) {
      ObjectNode json = object();
      json.putObject("data").putObject("shop").put("name", "Sandbox");
      return answer(200, json);
    }
    ObjectNode json = object();
    json.putArray("errors").addObject().put("message", "Field doesn't exist on type 'QueryRoot'");
    return answer(200, json);
  }

  private Response list(JsonNode variables) {
    List<ObjectNode> rows = shelf("webhook_subscriptions").all();
    int from = variables.path("after").asInt(0);
    int to = Math.min(rows.size(), from + variables.path("first").asInt(50));
    ObjectNode json = object();
    ObjectNode found = json.putObject("data").putObject("webhookSubscriptions");
    ArrayNode nodes = found.putArray("nodes");
    rows.subList(Math.min(from, to), to).forEach(row -> nodes.add(told(row)));
    found
        .putObject("pageInfo")
        .put("hasNextPage", to < rows.size())
        .put("endCursor", Integer.toString(to));
    return answer(200, json);
  }

  private Response create(String topic, JsonNode input) {
    String wrong = wrong(input);
    if (wrong != null) {
      return mutated("webhookSubscriptionCreate", null, wrong);
    }
    String id = fresh("gid://shopify/WebhookSubscription/");
    ObjectNode row = object().put("id", id).put("topic", topic).put("format", "JSON");
    row.put("uri", input.path("uri").asText()).put("createdAt", now().toString());
    row.put("updatedAt", now().toString()).put("failures", 0);
    shelf("webhook_subscriptions").put(id, row);
    return mutated("webhookSubscriptionCreate", row, null);
  }

  private Response update(String id, JsonNode input) {
    ObjectNode row = shelf("webhook_subscriptions").find(id);
    String wrong = row == null ? "Webhook subscription does not exist" : wrong(input);
    if (row == null || wrong != null) {
      return mutated("webhookSubscriptionUpdate", null, wrong);
    }
    row.put("uri", input.path("uri").asText()).put("updatedAt", now().toString());
    shelf("webhook_subscriptions").put(id, row);
    return mutated("webhookSubscriptionUpdate", row, null);
  }

  private Response delete(String id) {
    boolean was = shelf("webhook_subscriptions").delete(id);
    ObjectNode json = object();
    ObjectNode told = json.putObject("data").putObject("webhookSubscriptionDelete");
    told.put("deletedWebhookSubscriptionId", was ? id : null);
    told.putArray("userErrors");
    return answer(200, json);
  }

  private static @Nullable String wrong(JsonNode input) {
    String uri = input.path("uri").asText();
    try {
      String scheme = URI.create(uri).getScheme();
      boolean local = uri.startsWith("http://127.0.0.1:");
      return "https".equals(scheme) || "pubsub".equals(scheme) || uri.startsWith("arn:") || local
          ? null
          : "Address protocol http:// is not supported";
    } catch (IllegalArgumentException e) {
      return "Address is invalid";
    }
  }

  private static Response mutated(String field, @Nullable ObjectNode row, @Nullable String wrong) {
    ObjectNode json = object();
    ObjectNode told = json.putObject("data").putObject(field);
    told.set("webhookSubscription", row == null ? null : told(row));
    ArrayNode errors = told.putArray("userErrors");
    if (wrong != null) {
      ObjectNode one = errors.addObject().put("message", wrong);
      one.putArray("field").add("webhookSubscription").add("uri");
    }
    return answer(200, json);
  }

  private static ObjectNode told(ObjectNode row) {
    ObjectNode copy = row.deepCopy();
    copy.remove("failures");
    return copy;
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("webhook_subscriptions").all()) {
      if (row.path("topic").asText().equals(topic)) {
        ObjectNode event = object().put("topic", topic).put("webhookId", fresh("wh-"));
        event.put("triggeredAt", now().toString()).set("payload", payload);
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("webhook_subscriptions").find(delivery.path("hook").asText());
    if (row == null) {
      return null;
    }
    String body = delivery.at("/event/payload").toString();
    return Message.post(
        row.path("uri").asText(),
        Map.of(
            "Content-Type",
            "application/json",
            "X-Shopify-Topic",
            delivery
                .at("/event/topic")
                .asText()
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', '/'),
            "X-Shopify-Webhook-Id",
            delivery.at("/event/webhookId").asText(),
            "X-Shopify-Triggered-At",
            delivery.at("/event/triggeredAt").asText(),
            "X-Shopify-Shop-Domain",
            "sandbox.myshopify.com",
            "X-Shopify-Hmac-SHA256",
            Signing.base64(SECRET, body)),
        body);
  }

  @Override
  void attempted(ObjectNode delivery, Courier.Receipt receipt) {
    String id = delivery.path("hook").asText();
    ObjectNode row = shelf("webhook_subscriptions").find(id);
    if (row == null) {
      return;
    }
    row.put("failures", receipt.good() ? 0 : row.path("failures").asInt() + 1);
    if (row.path("failures").asInt() >= MOST_FAILURES) {
      shelf("webhook_subscriptions").delete(id);
    } else {
      shelf("webhook_subscriptions").keep(id, row);
    }
  }

  /** Eight over four hours; the gaps are ours. */
  @Override
  Retries retries() {
    return Retries.within(5)
        .gaps("1M", "4M", "10M", "20M", "30M", "45M", "60M", "70M")
        .toOldAddress();
  }
}
