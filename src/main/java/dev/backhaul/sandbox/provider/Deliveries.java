package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Timeline;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of one provider on their way, each attempt at its instant on the timeline. A row:
 * {@code id, hook, event, at, url} (the address when the event fired), {@code attempts} with {@code
 * at, url, status}, {@code state} pending, delivered, failed or dropped, {@code due}.
 */
final class Deliveries {
  private final Provider provider;
  private final Timeline timeline;
  private final Courier courier;
  private final Map<String, ObjectNode> rows = new LinkedHashMap<>();

  Deliveries(Provider provider, Timeline timeline, Courier courier) {
    this.provider = provider;
    this.timeline = timeline;
    this.courier = courier;
  }

  List<ObjectNode> all() {
    List<ObjectNode> copies = new ArrayList<>();
    rows.values().forEach(row -> copies.add(row.deepCopy()));
    return copies;
  }

  @Nullable ObjectNode find(String id) {
    ObjectNode row = rows.get(id);
    return row == null ? null : row.deepCopy();
  }

  /** A new delivery, due at once. */
  ObjectNode start(String hook, ObjectNode event) {
    String id = provider.fresh("dlv");
    ObjectNode row = Provider.object().put("id", id).put("hook", hook);
    row.set("event", event);
    row.put("at", timeline.instant().toString()).put("state", "pending");
    row.putArray("attempts");
    rows.put(id, row);
    Message first = provider.message(row);
    if (first != null) {
      row.put("url", first.url());
    }
    due(row, timeline.instant());
    return row.deepCopy();
  }

  /** The same delivery once more by hand. */
  ObjectNode again(ObjectNode given) {
    ObjectNode row = rows.get(given.path("id").asText());
    if (row == null) {
      throw new IllegalArgumentException("no delivery " + given.path("id").asText());
    }
    row.put("state", "pending");
    due(row, timeline.instant());
    return row.deepCopy();
  }

  private void due(ObjectNode row, Instant at) {
    row.put("due", at.toString());
    timeline.at(at, () -> attempt(row));
  }

  private void attempt(ObjectNode row) {
    if (!row.path("state").asText().equals("pending") || rows.get(row.path("id").asText()) != row) {
      return;
    }
    Message message = provider.message(row);
    if (message == null) {
      row.put("state", "dropped");
      return;
    }
    Retries rules = provider.retries();
    String url = rules.oldAddress() ? row.path("url").asText(message.url()) : message.url();
    ArrayNode attempts = row.withArray("attempts");
    Courier.Receipt receipt = brought(message, url, rules);
    int done = attempts.size();
    attempts
        .addObject()
        .put("at", timeline.instant().toString())
        .put("url", url)
        .put("status", receipt.status());
    if (rules.good().test(receipt.status())) {
      row.put("state", "delivered");
    } else if (rules.last().test(receipt.status())
        || receipt.headers().containsKey("x-slack-no-retry")
        || done >= rules.gaps().size()) {
      row.put("state", "failed");
      provider.exhausted(row.deepCopy());
    } else {
      due(row, timeline.instant().plus(rules.gaps().get(done)));
    }
    provider.attempted(row.deepCopy(), receipt);
  }

  private Courier.Receipt brought(Message message, String url, Retries rules) {
    try {
      return courier.bring(
          new Courier.Parcel(
              message.method(),
              URI.create(url),
              message.headers(),
              message.body(),
              rules.within()));
    } catch (IllegalArgumentException e) {
      return Courier.Receipt.none();
    }
  }

  JsonNode snapshot() {
    ArrayNode all = Provider.JSON.createArrayNode();
    rows.values().forEach(all::add);
    return all;
  }

  void restore(JsonNode snapshot) {
    rows.clear();
    for (JsonNode one : snapshot) {
      if (one instanceof ObjectNode row) {
        rows.put(row.path("id").asText(), row);
        if (row.path("state").asText().equals("pending")) {
          due(row, Instant.parse(row.path("due").asText()));
        }
      }
    }
  }
}
