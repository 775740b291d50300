package dev.backhaul.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;

/**
 * What an HTTP request gets.
 *
 * @param status the HTTP status
 * @param type the media type of the body
 * @param body the whole of it
 */
record Answer(int status, String type, String body) {

  static Answer json(JsonNode body) {
    return new Answer(200, "application/json", Json.text(body) + "\n");
  }

  static Answer text(String type, String body) {
    return new Answer(200, type, body);
  }

  /** A refusal, as RFC 9457 writes it. */
  static Answer problem(int status, String title, String detail) {
    return new Answer(
        status,
        "application/problem+json",
        Json.text(
                Json.object()
                    .put("type", "about:blank")
                    .put("title", title)
                    .put("status", status)
                    .put("detail", detail))
            + "\n");
  }
}
