package dev.backhaul.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.backhaul.sandbox.Limits;
import dev.backhaul.sandbox.Platform;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.http.Handler;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import dev.backhaul.yaml.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Both systems of a bulk measurement, in a process of their own, without any limit. */
public final class BulkSystems {
  static final String EMAIL = "backhaul@large.example";
  static final String TOKEN = "bench-token";
  static final long ADMIN = 9_001;

  private BulkSystems() {}

  /** The secrets that the shipped configuration names; they are none. */
  static Environment secrets() {
    return Map.of("ZENDESK_USER", EMAIL, "ZENDESK_TOKEN", TOKEN, "HUBSPOT_TOKEN", TOKEN)::get;
  }

  /**
   * Argument: how many records. Prints the source's and the target's base URL, a line each, and
   * serves until its input ends.
   *
   * @throws IOException if no port can be had
   */
  public static void main(String[] args) throws IOException {
    try (SandboxServer source = serve("zendesk", new BulkSource());
        SandboxServer target = serve("hubspot", new BulkTarget(Integer.parseInt(args[0])))) {
      System.out.println(source.uri());
      System.out.println(target.uri());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Until the one who started this process ends, or says so.
      }
    }
  }

  private static SandboxServer serve(String name, Handler handler) throws IOException {
    return SandboxServer.start(
        new Sandbox(
            new dev.backhaul.time.SystemTime(),
            (timeline, ledger, limits) -> new Bulk(name, handler)),
        0);
  }

  /** A handler as a platform that never refuses. */
  private record Bulk(String name, Handler handler) implements Platform {
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
      return handler.handle(request);
    }

    @Override
    public Response throttled(Request request, Limits.Standing refusedBy) {
      return Response.empty(429);
    }

    @Override
    public Response failure(int status, Request request) {
      return Response.empty(status);
    }

    @Override
    public Map<String, String> limitHeaders(Request request, List<Limits.Standing> standings) {
      return Map.of();
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
}
