package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.LimitRule;
import dev.backhaul.sandbox.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Customer.io's reporting webhooks. PUT is a full replacement: without {@code disabled} the webhook
 * is on again. Facts: {@code docs.customer.io/integrations/api/app} (updateWebhook). Retries: open,
 * ours; deliveries unsigned, the scheme is open.
 */
final class CustomerioProvider extends Provider {
  private static final String PATH = "/v1/reporting_webhooks";

  CustomerioProvider(Parts parts) {
    super("customerio", parts);
    router
        .on("GET", PATH, (request, at) -> list())
        .on("POST", PATH, (request, at) -> stored(fresh(""), body(request)))
        .on("GET", PATH + "/{id}", (request, at) -> answer(200, row(at)))
        .on(
            "PUT",
            PATH + "/{id}",
            (request, at) -> stored(row(at).path("id").asText(), body(request)))
        .on("DELETE", PATH + "/{id}", (request, at) -> delete(row(at)));
    parts
        .limits()
        .put(
            LimitRule.sliding(
                "app-api",
                LimitRule.on("*", "/v1/**", LimitRule.Scope.ACCOUNT),
                10,
                Duration.ofSeconds(1)));
  }

  @Override
  ObjectNode error(int status, String message) {
    ObjectNode json = object();
    json.putArray("errors")
        .addObject()
        .put("detail", message)
        .put("status", Integer.toString(status));
    return json;
  }

  private ObjectNode row(Map<String, String> places) {
    return found(shelf("webhooks"), String.valueOf(places.get("id")));
  }

  private Response list() {
    ObjectNode json = object();
    json.putArray("reporting_webhooks").addAll(shelf("webhooks").all());
    return answer(200, json);
  }

  private Response stored(String id, ObjectNode given) {
    if (!given.hasNonNull("endpoint") || given.withArray("/events").isEmpty()) {
      throw refuse(400, "endpoint and events are required");
    }
    ObjectNode row = object().put("id", Long.parseLong(id)).put("name", "").put("disabled", false);
    row.put("full_resolution", false).put("with_content", false);
    take(
        given,
        row,
        List.of("name", "endpoint", "events", "disabled", "full_resolution", "with_content"));
    shelf("webhooks").put(id, row);
    return answer(200, row);
  }

  private Response delete(ObjectNode row) {
    shelf("webhooks").delete(row.path("id").asText());
    return Response.empty(204);
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("webhooks").all()) {
      if (!row.path("disabled").asBoolean() && listed(row.path("events"), topic)) {
        ObjectNode event = object().put("event_id", fresh("01E")).put("metric", topic);
        event.set("data", payload);
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("webhooks").find(delivery.path("hook").asText());
    return row == null || row.path("disabled").asBoolean()
        ? null
        : Message.post(
            row.path("endpoint").asText(),
            Map.of("Content-Type", "application/json"),
            delivery.path("event").toString());
  }

  @Override
  Retries retries() {
    return Retries.within(4).gaps("1M", "10M", "1H");
  }
}
