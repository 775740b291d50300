package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Postmark's server settings and inbound hook. No flag and no signature: basic authentication in
 * the URL. Ten retries in about ten and a half hours; 403 ends them. Facts: {@code
 * postmarkapp.com/developer/api/server-api}, {@code
 * postmarkapp.com/support/article/understanding-inbound-webhook-retries-in-postmark}.
 */
final class PostmarkProvider extends Provider {
  private static final String ID = "1";
  private static final List<String> SETTABLE =
      List.of("Name", "InboundHookUrl", "InboundDomain", "BounceHookUrl", "RawEmailEnabled");

  PostmarkProvider(Parts parts) {
    super("postmark", parts);
    ObjectNode server = object().put("ID", 1).put("Name", "Sandbox").put("InboundHookUrl", "");
    shelf("servers").keep(ID, server.put("InboundDomain", "").put("InboundHash", "sandboxhash"));
    router
        .on("GET", "/server", (request, at) -> answer(200, found(shelf("servers"), ID)))
        .on("PUT", "/server", (request, at) -> update(body(request)));
  }

  @Override
  boolean known(Request request) {
    return TOKEN.equals(request.headers().get("x-postmark-server-token"));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("ErrorCode", status == 401 ? 10 : 501).put("Message", message);
  }

  private Response update(ObjectNode given) {
    ObjectNode row = found(shelf("servers"), ID);
    take(given, row, SETTABLE);
    shelf("servers").put(ID, row);
    return answer(200, row);
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    ObjectNode event = payload.deepCopy();
    deliver(ID, event.put("MessageID", fresh("message-")));
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = found(shelf("servers"), ID);
    String hook = row.path("InboundHookUrl").asText();
    if (hook.isEmpty()) {
      return null;
    }
    URI uri = URI.create(hook);
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    String user = uri.getUserInfo();
    if (user != null) {
      headers.put(
          "Authorization",
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(user.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      hook = hook.replace(uri.getRawUserInfo() + "@", "");
    }
    return Message.post(hook, headers, delivery.path("event").toString());
  }

  @Override
  Retries retries() {
    return Retries.within(30)
        .gaps("1M", "5M", "10M", "10M", "10M", "15M", "30M", "1H", "2H", "6H")
        .good(200)
        .last(status -> status == 403);
  }
}
