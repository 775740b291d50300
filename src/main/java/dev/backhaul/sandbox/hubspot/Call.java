package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call whose caller is known.
 *
 * @param places the values of the path's places
 * @param app who calls
 */
record Call(Request request, Map<String, String> places, Directory.Token app) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** The value of a place in the path. */
  String place(String name) {
    return places.getOrDefault(name, "");
  }

  /** The type that a place of the path names. */
  ObjectType type(String place) {
    ObjectType type = ObjectType.find(place(place));
    if (type == null) {
      throw Refusal.invalid("Unable to infer object type from: " + place(place));
    }
    return type;
  }

  /** The type in the path, after a look at the scopes. */
  ObjectType type(boolean write) {
    ObjectType type = type("type");
    need(type.scope(write));
    return type;
  }

  /** Refuses a token that lacks a scope. */
  void need(String scope) {
    if (!app.grants(scope)) {
      throw Refusal.scope(scope);
    }
  }

  Instant now() {
    return HubSpotState.cut(request.at());
  }

  /** The body, which must be a JSON object. */
  ObjectNode body() {
    try {
      if (JSON.readTree(request.body()) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw Refusal.invalid("Invalid input JSON: the body could not be read");
    }
    throw Refusal.invalid("Invalid input JSON: expected an object");
  }

  /** The inputs of a batch, at least one and at most so many. */
  List<ObjectNode> inputs(ObjectNode body, int most) {
    List<ObjectNode> inputs = new ArrayList<>();
    for (JsonNode input : body.path("inputs")) {
      if (!(input instanceof ObjectNode object)) {
        throw Refusal.invalid("Invalid input JSON: inputs must hold objects");
      }
      inputs.add(object);
    }
    if (inputs.isEmpty()) {
      throw Refusal.invalid("The inputs of a batch must not be empty");
    }
    if (inputs.size() > most) {
      throw Refusal.invalid("The maximum number of inputs supported in a batch request is " + most);
    }
    return inputs;
  }

  /** A parameter given once with commas, several times, or both; empty entries left out. */
  List<String> list(String param) {
    LinkedHashSet<String> all = new LinkedHashSet<>();
    for (String value : request.query().getOrDefault(param, List.of())) {
      for (String part : value.split(",", -1)) {
        if (!part.isBlank()) {
          all.add(part.strip());
        }
      }
    }
    return List.copyOf(all);
  }

  /** A page size. */
  int limit(int usual, int most) {
    String given = request.param("limit");
    Long limit = given == null ? Long.valueOf(usual) : Records.number(given);
    if (limit == null || limit < 1 || limit > most) {
      throw Refusal.invalid("limit must be a number from 1 to " + most);
    }
    return limit.intValue();
  }

  /** The page's cursor as a number; zero for the first page. */
  long after() {
    String after = request.param("after");
    if (after == null || after.isEmpty()) {
      return 0;
    }
    Long number = Records.number(after);
    if (number == null) {
      throw Refusal.invalid("The paging cursor 'after' is not one that was given out");
    }
    return number;
  }

  boolean flag(String param) {
    return "true".equals(request.param(param));
  }

  /** A text of a JSON object, or null. */
  static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  /** Names in a JSON array. */
  static List<String> names(JsonNode json, String name) {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    json.path(name).forEach(each -> names.add(each.asText()));
    return List.copyOf(names);
  }

  /** The properties of an input; null means empty. */
  static Map<String, String> properties(JsonNode json) {
    Map<String, String> values = new LinkedHashMap<>();
    json.path("properties")
        .properties()
        .forEach(e -> values.put(e.getKey(), e.getValue().isNull() ? "" : e.getValue().asText()));
    return values;
  }
}
