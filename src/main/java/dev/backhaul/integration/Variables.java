package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a kind's requests and conditions may use, by name. */
final class Variables {
  private static final String MASK = "***";
  private static final int MOST_DAYS = 30;

  private Variables() {}

  /** For a list: the integration's values. */
  static ObjectNode of(Wired wired) {
    ObjectNode out = Json.object();
    wired.spec().values().forEach(out::put);
    return out;
  }

  /** For one item: the values, and what integrations.yaml says of it. */
  static ObjectNode of(Wired wired, String item) {
    ObjectNode out = of(wired);
    out.put("id", item);
    JsonNode declared = wired.spec().items().get(item);
    out.set("item", declared == null || declared.isNull() ? Json.object() : declared);
    return out;
  }

  /** For a condition: how the item is and was. */
  static ObjectNode of(
      Wired wired,
      String item,
      @Nullable JsonNode now,
      @Nullable JsonNode captured,
      @Nullable String url) {
    ObjectNode out = of(wired, item);
    out.set("now", now == null ? NullNode.getInstance() : now);
    out.set("captured", captured == null ? NullNode.getInstance() : captured);
    out.put("url", url);
    return out;
  }

  /** The instants of now and of the same time on each of the next thirty days, in ISO form. */
  static ArrayNode inDays(Instant now) {
    ArrayNode out = Json.mapper().createArrayNode();
    for (int days = 0; days <= MOST_DAYS; days++) {
      out.add(now.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(days)).toString());
    }
    return out;
  }

  /** Adds the integration's secrets, read now. */
  static ObjectNode withSecrets(Wired wired, ObjectNode variables) {
    ObjectNode secrets = Json.object();
    wired
        .spec()
        .credentials()
        .keySet()
        .forEach(name -> secrets.put(name, wired.secrets().apply(name)));
    variables.set("secrets", secrets);
    return variables;
  }

  /** Adds a mask for each of the integration's secrets, to show a request. */
  static ObjectNode masked(Wired wired, ObjectNode variables) {
    ObjectNode secrets = Json.object();
    wired.spec().credentials().keySet().forEach(name -> secrets.put(name, MASK));
    variables.set("secrets", secrets);
    return variables;
  }
}
