package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request with what the platform knows about it.
 *
 * @param places values of the path's names
 * @param actor the user whose credentials it carries
 */
record Call(Request request, Map<String, String> places, Actor actor) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** An endpoint of the API. */
  @FunctionalInterface
  interface Endpoint {
    dev.backhaul.sandbox.http.Response answer(Call call);
  }

  /**
   * Who acts.
   *
   * @param admin whether administration is allowed
   */
  record Actor(long id, boolean admin) {}

  String id() {
    return places.getOrDefault("id", "");
  }

  @Nullable String param(String name) {
    return request.param(name);
  }

  /** The values of a list parameter, at most 100. */
  List<String> list(String name) {
    String text = param(name);
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    List<String> values = Arrays.stream(text.split(",")).map(String::strip).toList();
    if (values.size() > 100) {
      throw Refusal.tooManyValues();
    }
    return values;
  }

  /** The body's object of this name. */
  ObjectNode object(String name) {
    if (body().path(name) instanceof ObjectNode object) {
      return object;
    }
    throw Refusal.of(400, "InvalidRequest", "Parameter " + name + " is required");
  }

  /** The body's array of this name, 1 to 100 objects. */
  ArrayNode rows(String name) {
    if (!(body().path(name) instanceof ArrayNode rows) || rows.isEmpty()) {
      throw Refusal.of(400, "InvalidRequest", "Parameter " + name + " is required");
    }
    if (rows.size() > 100) {
      throw Refusal.tooManyValues();
    }
    for (JsonNode row : rows) {
      if (!row.isObject()) {
        throw Refusal.of(400, "InvalidRequest", "Parameter " + name + " must hold objects");
      }
    }
    return rows;
  }

  /** The whole body as JSON; an empty body is an empty object. */
  JsonNode body() {
    try {
      return request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw Refusal.of(400, "InvalidJson", "The request body is not JSON");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
