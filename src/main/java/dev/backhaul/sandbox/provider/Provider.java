package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Limits;
import dev.backhaul.sandbox.Platform;
import dev.backhaul.sandbox.Timeline;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import dev.backhaul.sandbox.http.Router;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all simulated providers share: collections, credentials, deliveries on the timeline, and
 * admin paths of their own.
 *
 * <ul>
 *   <li>{@code POST /__sandbox/seed} {@code {"shelf":"numbers","id":"PN1","row":{..}}}: what a
 *       person makes in the console
 *   <li>{@code POST /__sandbox/fire} {@code {"topic":"invoice.paid","payload":{..}}}: something
 *       happens at the provider
 *   <li>{@code GET /__sandbox/deliveries} and {@code GET /__sandbox/shelf?name=}
 * </ul>
 */
public abstract class Provider implements Platform {
  /** The one credential that a fresh sandbox accepts. */
  public static final String TOKEN = "sandbox";

  static final ObjectMapper JSON = new ObjectMapper();

  final Router router = new Router();
  final Timeline timeline;
  final Ledger ledger;
  private final String name;
  private final Courier courier;
  private final Map<String, Shelf> shelves = new TreeMap<>();
  private final Deliveries deliveries;
  private long serial;

  Provider(String name, Parts parts) {
    this.name = name;
    this.timeline = parts.timeline();
    this.ledger = parts.ledger();
    this.courier = parts.courier();
    this.deliveries = new Deliveries(this, timeline, courier);
  }

  @Override
  public final String name() {
    return name;
  }

  /** A collection, made when first asked for. */
  public final Shelf shelf(String shelf) {
    return shelves.computeIfAbsent(shelf, key -> new Shelf(key, ledger));
  }

  /** Something happens at the provider: its webhooks go out before this returns. */
  public final void fire(String topic, ObjectNode payload) {
    happen(topic, payload);
    timeline.drain();
  }

  /** Something happens at the provider. */
  abstract void happen(String topic, ObjectNode payload);

  /** All deliveries so far: hook, event, attempts with address and status, state. */
  public final List<ObjectNode> deliveries() {
    return deliveries.all();
  }

  /** The call to make for a delivery now, or null when it is not to be made any more. */
  abstract @Nullable Message message(ObjectNode delivery);

  /** When this provider calls again. */
  abstract Retries retries();

  /** Told after each attempt. */
  void attempted(ObjectNode delivery, Courier.Receipt receipt) {}

  /** Told when a delivery has failed for good. */
  void exhausted(ObjectNode delivery) {}

  final ObjectNode deliver(String hook, ObjectNode event) {
    return deliveries.start(hook, event);
  }

  final ObjectNode redeliver(ObjectNode delivery) {
    return deliveries.again(delivery);
  }

  final Deliveries deliveryBook() {
    return deliveries;
  }

  /** A handshake: one call that the API call under way waits for. */
  final Courier.Receipt ask(
      String method, String url, Map<String, String> headers, String body, int seconds) {
    try {
      return courier.bring(
          new Courier.Parcel(
              method,
              URI.create(url),
              headers,
              body.getBytes(StandardCharsets.UTF_8),
              Duration.ofSeconds(seconds)));
    } catch (IllegalArgumentException e) {
      return Courier.Receipt.none();
    }
  }

  /** A fresh id: the prefix and a running number. */
  final String fresh(String prefix) {
    return prefix + ++serial;
  }

  final Instant now() {
    return timeline.instant();
  }

  /** The provider's wording of an error. */
  abstract ObjectNode error(int status, String message);

  /** True when the request carries the sandbox's credential. */
  boolean known(Request request) {
    return ("Bearer " + TOKEN).equals(request.headers().get("authorization"));
  }

  @Override
  public final Response handle(Request request) {
    try {
      Response answer = router.route(request);
      return answer == null ? answer(404, error(404, "Not found")) : answer;
    } catch (Refused e) {
      return e.response();
    } finally {
      timeline.drain();
    }
  }

  @Override
  public String principal(Request request) {
    return TOKEN;
  }

  @Override
  public final @Nullable Response authenticate(Request request) {
    return known(request) ? null : answer(401, error(401, "Invalid credentials"));
  }

  @Override
  public Response throttled(Request request, Limits.Standing refusedBy) {
    return failure(429, request);
  }

  @Override
  public Response failure(int status, Request request) {
    Response plain = answer(status, error(status, "Sandbox fault"));
    return status == 429 ? new Response(429, Map.of("Retry-After", "1"), plain.body()) : plain;
  }

  @Override
  public Map<String, String> limitHeaders(Request request, List<Limits.Standing> standings) {
    return Map.of();
  }

  @Override
  public final Response admin(Request request) {
    try {
      return own(request);
    } catch (Refused e) {
      return e.response();
    }
  }

  private Response own(Request request) {
    String path = request.method() + " " + request.path().substring("/__sandbox/".length());
    switch (path) {
      case "POST seed" -> {
        ObjectNode given = body(request);
        shelf(given.path("shelf").asText())
            .put(given.path("id").asText(), given.withObject("/row"));
        return Response.empty(204);
      }
      case "POST fire" -> {
        ObjectNode given = body(request);
        fire(given.path("topic").asText(), given.withObject("/payload"));
        return Response.empty(204);
      }
      case "GET deliveries" -> {
        ObjectNode all = object();
        all.putArray("deliveries").addAll(deliveries());
        return answer(200, all);
      }
      case "GET shelf" -> {
        ObjectNode all = object();
        all.putArray("rows").addAll(shelf(Objects.toString(request.param("name"))).all());
        return answer(200, all);
      }
      default -> {
        return answer(404, object().put("error", "unknown admin path " + path));
      }
    }
  }

  @Override
  public final JsonNode snapshot() {
    ObjectNode json = object().put("serial", serial);
    ObjectNode all = json.putObject("shelves");
    shelves.forEach(
        (shelf, rows) -> {
          ObjectNode one = all.putObject(shelf);
          rows.rows().forEach(one::set);
        });
    json.set("deliveries", deliveries.snapshot());
    return json;
  }

  @Override
  public final void restore(JsonNode snapshot) {
    serial = snapshot.path("serial").asLong();
    shelves.clear();
    snapshot
        .path("shelves")
        .properties()
        .forEach(
            shelf ->
                shelf
                    .getValue()
                    .properties()
                    .forEach(
                        row ->
                            shelf(shelf.getKey()).load(row.getKey(), (ObjectNode) row.getValue())));
    deliveries.restore(snapshot.path("deliveries"));
  }

  // What the classes of the providers are written with.

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static Response answer(int status, JsonNode body) {
    return Response.json(status, body.toString());
  }

  final Refused refuse(int status, String message) {
    return new Refused(answer(status, error(status, message)));
  }

  final ObjectNode body(Request request) {
    try {
      if (JSON.readTree(request.body()) instanceof ObjectNode json) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw refuse(400, "The body is not JSON");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw refuse(400, "The body must be a JSON object");
  }

  final ObjectNode found(Shelf shelf, String id) {
    ObjectNode row = shelf.find(id);
    if (row == null) {
      throw refuse(404, "No such object: " + id);
    }
    return row;
  }

  static void take(ObjectNode from, ObjectNode into, List<String> fields) {
    fields.stream().filter(from::has).forEach(field -> into.set(field, from.get(field)));
  }

  static int number(Request request, String param, int otherwise) {
    String text = request.param(param);
    return text == null || !text.matches("\\d{1,9}") ? otherwise : Integer.parseInt(text);
  }

  static boolean listed(JsonNode list, String value) {
    for (JsonNode one : list) {
      if (one.asText().equals(value) || one.asText().equals("*")) {
        return true;
      }
    }
    return false;
  }

  /** The user and password of basic authentication, or null. */
  static @Nullable String basic(Request request) {
    String given = request.headers().getOrDefault("authorization", "");
    if (!given.startsWith("Basic ")) {
      return null;
    }
    try {
      return new String(
          Base64.getDecoder().decode(given.substring("Basic ".length())), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
