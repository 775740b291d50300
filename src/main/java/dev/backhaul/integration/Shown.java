package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Request;
import dev.backhaul.manifest.SwitchVerb;
import dev.backhaul.platform.Form;

/** A request as people read it before they say yes. */
final class Shown {
  private Shown() {}

  /** Method, path and body; the caller masks what is secret in the variables. */
  static String of(SwitchVerb verb, ObjectNode variables) {
    ObjectNode request = json(verb, variables);
    String body = request.has("body") ? " " + text(request.path("body")) : "";
    return request.path("method").asText() + " " + request.path("path").asText() + body;
  }

  private static String text(JsonNode body) {
    return body.isTextual() ? body.asText() : Json.text(body);
  }

  /** The same as {@code {method, path, body}}; a form as the text it travels as. */
  static ObjectNode json(SwitchVerb verb, ObjectNode variables) {
    Request request = verb.request();
    ObjectNode out =
        Json.object().put("method", request.method()).put("path", request.path(variables));
    if (request.body() != null) {
      JsonNode body = request.body().first(variables);
      if (verb.form()) {
        out.put("body", Form.of(body));
      } else {
        out.set("body", body);
      }
    }
    return out;
  }
}
