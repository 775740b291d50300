package dev.backhaul.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.backhaul.sandbox.Limits;
import dev.backhaul.sandbox.Platform;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A platform with nothing to tell but its limits, as vendors tell them. */
final class MeteredPlatform implements Platform {
  private final InstantSource clock;

  MeteredPlatform(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "metered";
  }

  @Override
  public String principal(Request request) {
    return "backhaul";
  }

  @Override
  public @Nullable Response authenticate(Request request) {
    return null;
  }

  @Override
  public Response handle(Request request) {
    return Response.empty(200);
  }

  @Override
  public Response throttled(Request request, Limits.Standing refusedBy) {
    return new Response(
        429, Map.of("retry-after", "" + refusedBy.retryAfterSeconds()), new byte[0]);
  }

  @Override
  public Response failure(int status, Request request) {
    return Response.empty(status);
  }

  @Override
  public Map<String, String> limitHeaders(Request request, List<Limits.Standing> standings) {
    Map<String, String> headers = new HashMap<>();
    headers.put(
        "date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
    for (Limits.Standing standing : standings) {
      headers.put("x-rate-limit", "" + standing.limit());
      headers.put("x-rate-limit-remaining", "" + standing.remaining());
      headers.put("x-rate-limit-reset", "" + standing.resetSeconds());
    }
    return headers;
  }

  @Override
  public JsonNode snapshot() {
    return NullNode.getInstance();
  }

  @Override
  public void restore(JsonNode snapshot) {
    // Nothing is kept.
  }
}
