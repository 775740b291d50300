package dev.backhaul.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.sandbox.http.Handler;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one simulated platform plugs into the sandbox. All is called under the sandbox's lock. */
public interface Platform extends Handler {
  /** The platform's name, e.g. {@code zendesk}. */
  String name();

  /** The request as limits and routes see it, e.g. without an optional suffix of the path. */
  default Request normal(Request request) {
    return request;
  }

  /** Who calls, as far as per-user limits tell users apart; never a secret. */
  String principal(Request request);

  /** Null when the credentials allow this request, else the refusal. */
  @Nullable Response authenticate(Request request);

  /** The answer when a limit refuses the request. */
  Response throttled(Request request, Limits.Standing refusedBy);

  /**
   * The platform's wording for an injected fault.
   *
   * @param status 401, 423, 429, 477, 500, 503, or 200 for an error told with a good status
   */
  Response failure(int status, Request request);

  /** The limit headers of an answer, from the limits the request was counted in. */
  Map<String, String> limitHeaders(Request request, List<Limits.Standing> standings);

  /** Answers the platform's own paths below {@code /__sandbox/}; null when it has none such. */
  default @Nullable Response admin(Request request) {
    return null;
  }

  /** All state as one JSON value. */
  JsonNode snapshot();

  /** Takes the state back from {@link #snapshot()} and schedules again what was under way. */
  void restore(JsonNode snapshot);
}
