package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.IntegrationCapture;
import dev.backhaul.manifest.IntegrationExample;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.IntegrationVerify;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.Paged;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a kind's worked examples by the very expressions that work with it, without any network. */
public final class Examples {
  private final IntegrationKind kind;

  /** For one kind. */
  public Examples(IntegrationKind kind) {
    this.kind = kind;
  }

  /** What one example gives differently; empty if it holds. */
  public Optional<String> check(IntegrationExample example) {
    JsonNode got = run(example);
    JsonNode want = example.expect();
    return want != null && Json.canonical(want).equals(Json.canonical(got))
        ? Optional.empty()
        : Optional.of(
            kind.kind()
                + ": '"
                + example.name()
                + "' gives "
                + Json.canonical(got)
                + ", expected "
                + (want == null ? "nothing" : Json.canonical(want)));
  }

  private JsonNode run(IntegrationExample example) {
    JsonNode given = example.given();
    return switch (example.part()) {
      case LIST -> rows(kind.list(), given);
      case RECONCILE -> rows(kind.reconcile() == null ? null : kind.reconcile().list(), given);
      case CAPTURE -> captured(given);
      case PAUSE -> request(IntegrationKind.Name.PAUSE, given);
      case RESUME -> request(IntegrationKind.Name.RESUME, given);
      case REPOINT -> request(IntegrationKind.Name.REPOINT, given);
      case VERIFY -> verified(given);
    };
  }

  private static JsonNode rows(@Nullable Paged list, JsonNode answer) {
    if (list == null) {
      throw new IllegalArgumentException("an example of a list that the kind does not have");
    }
    ArrayNode out = Json.mapper().createArrayNode();
    List<JsonNode> rows = list.items().list(answer);
    rows.forEach(out::add);
    return out;
  }

  private JsonNode captured(JsonNode answer) {
    IntegrationCapture capture = kind.capture();
    if (capture == null) {
      throw new IllegalArgumentException("an example of a capture that the kind does not have");
    }
    ObjectNode input = Json.object();
    input.set("answer", answer);
    input.set("item", answer);
    return capture.as().first(input);
  }

  private JsonNode request(IntegrationKind.Name name, JsonNode variables) {
    return kind.verb(name)
        .map(verb -> (JsonNode) Shown.json(verb, object(variables)))
        .orElseThrow(
            () -> new IllegalArgumentException("an example of a verb that the kind does not have"));
  }

  private JsonNode verified(JsonNode variables) {
    IntegrationVerify verify = kind.verify();
    if (verify == null) {
      throw new IllegalArgumentException("an example of a verify that the kind does not have");
    }
    ObjectNode out = Json.object();
    put(out, "paused", verify.paused(), variables);
    put(out, "live", verify.live(), variables);
    put(out, "repointed", verify.repointed(), variables);
    return out;
  }

  private static void put(ObjectNode out, String name, @Nullable Jq condition, JsonNode variables) {
    if (condition != null) {
      out.put(name, condition.test(variables));
    }
  }

  private static ObjectNode object(JsonNode node) {
    return node instanceof ObjectNode object ? object : Json.object();
  }
}
