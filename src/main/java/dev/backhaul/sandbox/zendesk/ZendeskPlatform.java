package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Limits;
import dev.backhaul.sandbox.Platform;
import dev.backhaul.sandbox.Timeline;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import dev.backhaul.sandbox.http.Router;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API as a whole: credentials, roles, routes, errors, limit headers. */
final class ZendeskPlatform implements Platform {
  private static final String ME = "/api/v2/users/me";

  /** Paths for administrators only [Z1]. */
  private static final List<String> ADMIN =
      List.of("/api/v2/imports/", "/api/v2/incremental/", "/api/v2/webhooks");

  private final Desk desk;
  private final Jobs jobs;
  private final Router router;
  private final Merging merging;
  private Call.@Nullable Actor acting;

  ZendeskPlatform(Timeline timeline, Ledger ledger, Limits limits, ZendeskOptions options) {
    this.desk = new Desk(timeline, ledger, options);
    this.jobs = new Jobs(desk);
    ZendeskRoutes routes = new ZendeskRoutes(desk, jobs, this::actor);
    this.router = routes.router();
    this.merging = routes.merging();
    ZendeskLimits.add(limits, options);
  }

  Desk desk() {
    return desk;
  }

  Jobs jobs() {
    return jobs;
  }

  Merging merging() {
    return merging;
  }

  /**
   * Handles a request without credentials, limits or ledger entry, as the named user.
   *
   * @return null if there is no such path
   */
  @Nullable Response as(Call.Actor actor, Request request) {
    acting = actor;
    try {
      return router.route(request);
    } finally {
      acting = null;
    }
  }

  @Override
  public String name() {
    return "zendesk";
  }

  /** The suffix .json is optional. */
  @Override
  public Request normal(Request request) {
    String path = request.path();
    if (!path.endsWith(".json") || path.startsWith("/attachments/")) {
      return request;
    }
    return new Request(
        request.method(),
        path.substring(0, path.length() - ".json".length()),
        request.query(),
        request.headers(),
        request.body(),
        request.at());
  }

  @Override
  public String principal(Request request) {
    ObjectNode credential = credential(request);
    return credential == null ? "anonymous" : credential.path("user_id").asText();
  }

  private @Nullable ObjectNode credential(Request request) {
    String header = request.headers().getOrDefault("authorization", "");
    if (header.startsWith("Bearer ")) {
      return desk.state.credentials.get(header.substring("Bearer ".length()).strip());
    }
    if (!header.startsWith("Basic ")) {
      return null;
    }
    String pair;
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring("Basic ".length()).strip());
      pair = new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not Base64: no credentials at all, which the caller answers.
      return null;
    }
    int at = pair.indexOf("/token:");
    if (at < 0) {
      return null;
    }
    ObjectNode known = desk.state.credentials.get(pair.substring(at + "/token:".length()));
    return known != null && known.path("email").asText().equalsIgnoreCase(pair.substring(0, at))
        ? known
        : null;
  }

  @Override
  public @Nullable Response authenticate(Request request) {
    if (request.path().equals(ME) || request.path().startsWith("/attachments/token/")) {
      return null;
    }
    ObjectNode credential = credential(request);
    if (credential == null) {
      return failure(401, request);
    }
    ObjectNode user = desk.state.users.get(credential.path("user_id").asText());
    boolean reads = request.method().equals("GET");
    boolean allowed =
        user != null
            && !user.path("suspended").asBoolean()
            && (reads || credential.path("may_write").asBoolean())
            && (reads || !user.path("role").asText().equals("end-user"))
            && (admin(credential) || !administers(request));
    return allowed ? null : Refusal.forbidden().response();
  }

  private static boolean administers(Request request) {
    String path = request.path();
    boolean rules =
        !request.method().equals("GET")
            && (path.startsWith("/api/v2/triggers") || path.startsWith("/api/v2/automations"));
    return rules || path.endsWith("/audits") || ADMIN.stream().anyMatch(path::startsWith);
  }

  private boolean admin(ObjectNode credential) {
    ObjectNode user = desk.state.users.get(credential.path("user_id").asText());
    return user != null && user.path("role").asText().equals("admin");
  }

  @Override
  public Response handle(Request request) {
    String host = request.headers().get("host");
    if (host != null) {
      desk.base = "http://" + host;
    }
    ObjectNode credential = credential(request);
    if (credential == null && request.path().equals(ME)) {
      return anonymous();
    }
    try {
      Response answer = router.route(request);
      return answer == null ? Refusal.notFound().response() : answer;
    } catch (Refusal refusal) {
      return refusal.response();
    }
  }

  /** Who a request's credentials belong to; nobody for paths that need none. */
  Call.Actor actor(Request request) {
    if (acting != null) {
      return acting;
    }
    ObjectNode credential = credential(request);
    return credential == null
        ? new Call.Actor(0, false)
        : new Call.Actor(credential.path("user_id").asLong(), admin(credential));
  }

  /** Wrong credentials are told with status 200 here [Z9]. */
  private static Response anonymous() {
    ObjectNode answer = Call.JSON.createObjectNode();
    ObjectNode user = answer.putObject("user").putNull("id").put("name", "Anonymous user");
    user.put("email", "invalid@example.com").put("role", "end-user").put("active", false);
    return Response.json(200, answer.toString());
  }

  @Override
  public Response throttled(Request request, Limits.Standing refusedBy) {
    String body = ZendeskLimits.body(refusedBy);
    Map<String, String> headers = new HashMap<>();
    headers.put("Retry-After", "" + refusedBy.retryAfterSeconds());
    headers.put(
        "Content-Type",
        body.startsWith("{") ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
    return new Response(429, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Response failure(int status, Request request) {
    return switch (status) {
      case 401 -> Response.json(401, "{\"error\":\"Couldn't authenticate you\"}");
      case 429 ->
          new Response(
              429,
              Map.of("Retry-After", "60", "Content-Type", "text/plain; charset=utf-8"),
              "Too many requests. Try again later.".getBytes(StandardCharsets.UTF_8));
      case 503 ->
          new Response(
              503,
              Map.of("Content-Type", "text/html"),
              "<html><body>Service unavailable</body></html>".getBytes(StandardCharsets.UTF_8));
      default ->
          Response.json(
              status, "{\"error\":\"InternalError\",\"description\":\"Something went wrong\"}");
    };
  }

  @Override
  public Map<String, String> limitHeaders(Request request, List<Limits.Standing> standings) {
    Map<String, String> headers = ZendeskLimits.headers(standings);
    if (request.path().endsWith("_many") && !request.method().equals("GET")) {
      headers.put(
          "zendesk-ratelimit-inflight-jobs",
          "total=%d; remaining=%d; resets=60"
              .formatted(
                  Jobs.MOST_AT_ONCE, Math.max(0, Jobs.MOST_AT_ONCE - jobs.running().size())));
    }
    return headers;
  }

  @Override
  public JsonNode snapshot() {
    return desk.state.snapshot();
  }

  @Override
  public void restore(JsonNode snapshot) {
    desk.state.restore(snapshot);
    jobs.resume();
  }
}
