package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Paged;
import dev.backhaul.manifest.Request;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.Requests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A provider with webhooks that have an address and a flag; outlives the process under test. */
final class FakeProvider implements Requests {
  /** How it answers a change. */
  enum Manner {
    HONEST,
    /** Says yes and does nothing, as Chargebee was seen to. */
    LIES,
    /** Does it, and the answer is lost. */
    LOSES_ANSWER,
    /** The request is lost on the way. */
    LOSES_REQUEST,
    REFUSES
  }

  final Map<String, ObjectNode> hooks = new LinkedHashMap<>();
  final List<String> writes = new ArrayList<>();
  Manner manner = Manner.HONEST;

  void hook(String id, String url, boolean on) {
    hooks.put(
        id, Json.object().put("id", id).put("name", "hook " + id).put("url", url).put("on", on));
  }

  @Override
  public JsonNode read(Request request, ObjectNode variables) {
    String path = request.path(variables);
    String id = path.substring(path.lastIndexOf('/') + 1);
    ObjectNode hook = hooks.get(id);
    if (hook == null) {
      throw new PlatformException("fake", new Failure.NotFound("no such hook"));
    }
    return hook.deepCopy();
  }

  @Override
  public JsonNode write(Request request, boolean form, ObjectNode variables) {
    String path = request.path(variables);
    JsonNode body = request.body() == null ? Json.object() : request.body().first(variables);
    writes.add(request.method() + " " + path + " " + Json.text(body));
    switch (manner) {
      case REFUSES ->
          throw new PlatformException("fake", new Failure.Rejected("not so", List.of()));
      case LOSES_REQUEST -> throw new PlatformException("fake", new Failure.Ambiguous("lost"));
      case LIES -> {
        return Json.object();
      }
      default -> {}
    }
    JsonNode answer = apply(request.method(), path, body);
    if (manner == Manner.LOSES_ANSWER) {
      throw new PlatformException("fake", new Failure.Ambiguous("lost"));
    }
    return answer;
  }

  private JsonNode apply(String method, String path, JsonNode body) {
    String id = path.substring(path.lastIndexOf('/') + 1);
    if (method.equals("DELETE")) {
      if (hooks.remove(id) == null) {
        throw new PlatformException("fake", new Failure.NotFound("no such hook"));
      }
      return MissingNode.getInstance();
    }
    if (method.equals("POST")) {
      String made = "made-" + (writes.size());
      hook(made, body.path("url").asText(), true);
      return Objects.requireNonNull(hooks.get(made)).deepCopy();
    }
    ObjectNode hook = hooks.get(id);
    if (hook == null) {
      throw new PlatformException("fake", new Failure.NotFound("no such hook"));
    }
    body.properties().forEach(entry -> hook.set(entry.getKey(), entry.getValue()));
    return hook.deepCopy();
  }

  @Override
  public List<ObjectNode> all(Paged list, ObjectNode variables) {
    return hooks.values().stream().map(ObjectNode::deepCopy).toList();
  }
}
