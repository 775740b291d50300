package dev.backhaul.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import dev.backhaul.json.JsonException;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.JqException;
import dev.backhaul.manifest.Pick;
import java.util.List;
import java.util.Optional;

/** Values of a request that a kind names. */
final class Picked {
  /** Longer ids are no ids. */
  private static final int MOST = 500;

  private Picked() {}

  /** All values that stand there; none if there is nothing, or the body is not what jq takes. */
  static List<JsonNode> all(Pick pick, Arrival request) {
    String name = pick.header();
    if (name != null) {
      String value = request.header(name);
      return value == null ? List.of() : List.of(TextNode.valueOf(value));
    }
    Jq jq = pick.jq();
    if (jq == null) {
      return List.of();
    }
    try {
      return jq.all(body(request)).stream().filter(each -> !each.isNull()).toList();
    } catch (JsonException | JqException e) {
      return List.of();
    }
  }

  /** The one value that stands there, as text; empty if there is none, several, or no scalar. */
  static Optional<String> one(Pick pick, Arrival request) {
    List<JsonNode> all = all(pick, request);
    if (all.size() != 1 || !all.getFirst().isValueNode()) {
      return Optional.empty();
    }
    String text = all.getFirst().asText();
    return text.isBlank() || text.length() > MOST ? Optional.empty() : Optional.of(text);
  }

  /**
   * The body for jq: JSON as it is, a form's fields as an object of texts.
   *
   * @throws JsonException if it is neither
   */
  static JsonNode body(Arrival request) {
    if (!Form.in(request)) {
      return Json.parse(request.body());
    }
    ObjectNode out = Json.object();
    Form.of(request).fields().forEach(field -> out.put(field.name(), field.value()));
    return out;
  }
}
