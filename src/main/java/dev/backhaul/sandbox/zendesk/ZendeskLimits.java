package dev.backhaul.sandbox.zendesk;

import static dev.backhaul.sandbox.LimitRule.on;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.sandbox.LimitRule;
import dev.backhaul.sandbox.LimitRule.Keys;
import dev.backhaul.sandbox.LimitRule.Scope;
import dev.backhaul.sandbox.Limits;
import dev.backhaul.sandbox.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The limits of an account and how they are told [Z2][Z3][Z10]. */
final class ZendeskLimits {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ACCOUNT = "account";

  /** Limits of one record are told as a bare sentence, not as JSON [Z3]. */
  private static final Set<String> PLAIN_TEXT =
      Set.of("ticket-record-update", "users-record-update", "organizations-record-update");

  private ZendeskLimits() {}

  static void add(Limits limits, ZendeskOptions options) {
    if (!options.limited()) {
      return;
    }
    int times = options.highVolume() ? 3 : 1;
    Keys index = on("GET", "/api/v2/tickets", Scope.ACCOUNT);
    Keys webhooks = on("*", "/api/v2/webhooks/**", Scope.ACCOUNT);
    Keys api = on("*", "/api/v2/**", Scope.ACCOUNT).unless(index).unless(webhooks);
    limits.put(LimitRule.fixed(ACCOUNT, api, options.perMinute(), MINUTE));
    limits.put(LimitRule.fixed("tickets-index", index, 100L * times, MINUTE));
    limits.put(LimitRule.fixed("webhooks", webhooks, 100, MINUTE));
    Keys incremental = on("GET", "/api/v2/incremental/**", Scope.ACCOUNT);
    limits.put(LimitRule.fixed("incremental-exports", incremental, 10L * times, MINUTE));
    Keys single = (request, user) -> only(request, on("PUT", "/api/v2/tickets/{id}", Scope.RECORD));
    limits.put(LimitRule.fixed("tickets-update", count(single), 100L * times, MINUTE));
    Keys perTicket =
        (request, user) -> touched(request).stream().map(id -> user + " " + id).toList();
    limits.put(LimitRule.sliding("ticket-record-update", perTicket, 30, Duration.ofMinutes(10)));
    Keys user = (request, principal) -> userKeys(request);
    limits.put(LimitRule.sliding("users-record-update", user, 5, MINUTE));
    limits.put(LimitRule.fixed("users-update", count(user), 1, Duration.ofSeconds(1)));
    Keys organization =
        (request, principal) ->
            only(request, on("PUT", "/api/v2/organizations/{id}", Scope.RECORD));
    limits.put(LimitRule.sliding("organizations-record-update", organization, 5, MINUTE));
    Keys delete = on("DELETE", "/api/v2/tickets/{id}", Scope.ACCOUNT);
    limits.put(LimitRule.fixed("tickets-delete", delete, 400, MINUTE));
    Keys deleted = on("GET", "/api/v2/deleted_tickets", Scope.ACCOUNT);
    limits.put(LimitRule.fixed("deleted-tickets", deleted, 10, MINUTE));
  }

  /** One counter for all that {@code keys} counts by record. */
  private static Keys count(Keys keys) {
    return (request, principal) -> keys.of(request, principal).isEmpty() ? List.of() : List.of("");
  }

  /** The record's id, but not words such as update_many. */
  private static List<String> only(Request request, Keys keys) {
    return keys.of(request, "").stream().filter(id -> id.matches("\\d+")).toList();
  }

  /** The tickets that a PUT touches, one by one or in a batch. */
  private static List<String> touched(Request request) {
    if (!request.method().equals("PUT") || !request.path().startsWith("/api/v2/tickets/")) {
      return List.of();
    }
    if (!request.path().endsWith("/update_many")) {
      return only(request, on("PUT", "/api/v2/tickets/{id}", Scope.RECORD));
    }
    String ids = request.param("ids");
    if (ids != null) {
      return List.of(ids.split(","));
    }
    List<String> all = new ArrayList<>();
    read(request).path("tickets").forEach(row -> all.add(row.path("id").asText()));
    return all;
  }

  private static List<String> userKeys(Request request) {
    if (request.method().equals("POST")
        && request.path().equals("/api/v2/users/create_or_update")) {
      JsonNode user = read(request).path("user");
      String key = user.path("external_id").asText(user.path("email").asText(""));
      return List.of("key " + ZendeskState.fold(key));
    }
    return only(request, on("PUT", "/api/v2/users/{id}", Scope.RECORD));
  }

  private static JsonNode read(Request request) {
    try {
      return Call.JSON.readTree(request.body());
    } catch (IOException e) {
      // A body that is no JSON touches nothing; the endpoint will refuse it.
      return Call.JSON.createObjectNode();
    }
  }

  /** The headers of an answer; several spellings live side by side. */
  static Map<String, String> headers(List<Limits.Standing> standings) {
    Map<String, String> headers = new HashMap<>();
    for (Limits.Standing standing : standings) {
      String name = standing.rule().name();
      if (name.equals(ACCOUNT)) {
        headers.put("X-Rate-Limit", "" + standing.limit());
        headers.put("X-Rate-Limit-Remaining", "" + standing.remaining());
        headers.put("ratelimit-limit", "" + standing.limit());
        headers.put("ratelimit-remaining", "" + standing.remaining());
        headers.put("ratelimit-reset", "" + standing.resetSeconds());
      } else if (name.equals("webhooks")) {
        headers.put("X-Rate-Limit", "" + standing.limit());
        headers.put("X-Rate-Limit-Remaining", "" + standing.remaining());
      } else if (!PLAIN_TEXT.contains(name)) {
        headers.put(
            "zendesk-ratelimit-" + name,
            "total=%d; remaining=%d; resets=%d"
                .formatted(standing.limit(), standing.remaining(), standing.resetSeconds()));
      }
    }
    return headers;
  }

  /** The body of a 429: a bare sentence for limits of one record, else JSON. */
  static String body(Limits.Standing refusedBy) {
    return switch (refusedBy.rule().name()) {
      case "ticket-record-update" ->
          "Number of allowed updates per ticket by this user exceeded. Try again later.";
      case "users-record-update", "organizations-record-update" ->
          "Number of allowed updates of this record per minute exceeded. Try again later.";
      default ->
          "{\"error\":\"APIRateLimitExceeded\",\"description\":"
              + "\"Number of allowed API requests per minute exceeded\"}";
    };
  }
}
