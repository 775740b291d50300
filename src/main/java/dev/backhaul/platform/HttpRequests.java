package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.JqException;
import dev.backhaul.manifest.Paged;
import dev.backhaul.manifest.Request;
import dev.backhaul.time.Time;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Requests over HTTP. All its work holds the clock still. */
final class HttpRequests implements Requests {
  private final String who;
  private final Sender sender;
  private final Time time;

  HttpRequests(String who, Sender sender, Time time) {
    this.who = who;
    this.sender = sender;
    this.time = time;
  }

  @Override
  public JsonNode read(Request request, ObjectNode variables) {
    return working(() -> sender.read(Operation.SILENCE, request, variables));
  }

  @Override
  public JsonNode write(Request request, boolean form, ObjectNode variables) {
    return working(() -> sender.ask(call(request, form, variables)).body());
  }

  @Override
  public List<ObjectNode> all(Paged list, ObjectNode variables) {
    return working(() -> new Pages(sender).all(Operation.SILENCE, list, variables));
  }

  private static HttpCall call(Request request, boolean form, ObjectNode variables) {
    JsonNode body = request.body() == null ? null : request.body().first(variables);
    String path = request.path(variables);
    if (!form || body == null) {
      return new HttpCall(Operation.SILENCE, request.method(), path, body, true, request.expect());
    }
    byte[] fields = Form.of(body).getBytes(StandardCharsets.US_ASCII);
    return new HttpCall(
        Operation.SILENCE,
        request.method(),
        path,
        null,
        true,
        request.expect(),
        new HttpCall.Freight.Out(Form.TYPE, fields));
  }

  private <T> T working(Supplier<T> work) {
    try (Time.Work held = time.work()) {
      return work.get();
    } catch (JqException e) {
      throw new PlatformException(who, new Failure.Fatal(String.valueOf(e.getMessage())));
    }
  }
}
