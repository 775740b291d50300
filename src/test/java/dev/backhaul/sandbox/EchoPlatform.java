package dev.backhaul.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The smallest platform: one number; POST adds one, GET tells it. */
final class EchoPlatform implements Platform {
  private final Ledger ledger;
  int count;

  EchoPlatform(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public String principal(Request request) {
    return request.headers().getOrDefault("authorization", "nobody");
  }

  @Override
  public @Nullable Response authenticate(Request request) {
    return "bad".equals(request.headers().get("authorization")) ? failure(401, request) : null;
  }

  @Override
  public Response handle(Request request) {
    if (request.method().equals("POST")) {
      count++;
      ledger.write("number", "1", "updated", List.of("count"));
    }
    return Response.json(200, "{\"count\":" + count + "}");
  }

  @Override
  public Response throttled(Request request, Limits.Standing refusedBy) {
    return new Response(
        429, Map.of("Retry-After", "" + refusedBy.retryAfterSeconds()), new byte[0]);
  }

  @Override
  public Response failure(int status, Request request) {
    return Response.json(status, "{\"error\":" + status + "}");
  }

  @Override
  public Map<String, String> limitHeaders(Request request, List<Limits.Standing> standings) {
    return standings.isEmpty()
        ? Map.of()
        : Map.of("X-Remaining", "" + standings.get(0).remaining());
  }

  @Override
  public JsonNode snapshot() {
    return IntNode.valueOf(count);
  }

  @Override
  public void restore(JsonNode snapshot) {
    count = snapshot.asInt();
  }
}
