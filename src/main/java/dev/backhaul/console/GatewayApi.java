package dev.backhaul.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.gateway.Desk;
import dev.backhaul.gateway.Receiver;
import dev.backhaul.gateway.Replay;
import dev.backhaul.gateway.Steer;
import dev.backhaul.gateway.Verdict;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Jq;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of the JSON API that is about webhooks: {@code GET /api/gateway}, {@code
 * /api/gateway/events}, {@code /api/gateway/quarantine}; {@code POST /api/gateway/steer}, {@code
 * replay}, {@code rerun}, {@code skip}, {@code reconsider}, {@code discard}. No content of any
 * event is shown: that is for who may open the store.
 */
final class GatewayApi {
  static final String PATH = "/api/gateway";
  private static final int ROWS = 200;

  private final Books books;

  GatewayApi(Books books) {
    this.books = books;
  }

  Answer read(Actor actor, Asked asked) {
    Desk desk = books.gateway();
    return switch (asked.path().substring(PATH.length())) {
      case "" -> {
        ObjectNode json = Json.object().put("quarantine", desk.doubtful());
        json.set("integrations", Json.tree(desk.status()));
        yield Answer.json(json);
      }
      case "/events" -> Answer.json(wrapped("events", Json.tree(desk.list(null, null, ROWS))));
      case "/dead" -> Answer.json(wrapped("events", Json.tree(desk.list(null, "dead", ROWS))));
      case "/quarantine" ->
          Answer.json(wrapped("requests", Json.tree(desk.quarantine(null, ROWS))));
      default -> unknown();
    };
  }

  private static ObjectNode wrapped(String name, JsonNode list) {
    ObjectNode json = Json.object();
    json.set(name, list);
    return json;
  }

  private static Answer unknown() {
    return Answer.problem(
        404,
        "Not found",
        "GET /api/gateway, /api/gateway/events, /api/gateway/dead, /api/gateway/quarantine;"
            + " POST /api/gateway/steer, replay, rerun, skip, reconsider, discard");
  }

  Answer act(Actor actor, Asked asked) {
    Desk desk = books.gateway();
    JsonNode body = Json.parseObject(asked.body());
    String reason = text(body, "reason");
    return switch (asked.path().substring(PATH.length())) {
      case "/steer" -> {
        String point = text(body, "integration");
        Steer.Way way = Steer.Way.of(text(body, "to"));
        desk.steer(point, way, body.path("keepHeld").asBoolean(), rate(body), actor, reason);
        yield Answer.json(Json.object().put("integration", point).put("to", way.label()));
      }
      case "/replay" -> {
        boolean preview = body.path("preview").asBoolean();
        yield Answer.json(Json.tree(desk.replay(replay(body), preview, actor, reason)));
      }
      case "/rerun" ->
          count(desk.rerun(text(body, "integration"), number(body, "event"), actor, reason));
      case "/skip" ->
          count(desk.skip(text(body, "integration"), number(body, "event"), actor, reason));
      case "/reconsider" -> {
        Verdict verdict = desk.reconsider(body.path("id").asLong(), actor, reason);
        yield Answer.json(
            Json.object()
                .put("believed", verdict instanceof Verdict.Believed)
                .put("why", verdict instanceof Verdict.Doubted d ? d.why().words() : ""));
      }
      case "/discard" -> {
        desk.discard(body.path("id").asLong(), actor, reason);
        yield count(1);
      }
      default -> unknown();
    };
  }

  private static Replay replay(JsonNode body) {
    String filter = body.path("filter").asText("");
    return new Replay(
        text(body, "integration"),
        Receiver.of(text(body, "to")),
        instant(body, "from"),
        instant(body, "until"),
        filter.isEmpty() ? null : Jq.of(filter),
        rate(body),
        body.path("questions").asBoolean());
  }

  private static Answer count(int events) {
    return Answer.json(Json.object().put("events", events));
  }

  private static @Nullable Integer rate(JsonNode body) {
    return body.path("rate").isInt() ? body.path("rate").intValue() : null;
  }

  private static @Nullable Long number(JsonNode body, String name) {
    return body.path(name).isIntegralNumber() ? body.path(name).longValue() : null;
  }

  private static @Nullable Instant instant(JsonNode body, String name) {
    String text = body.path(name).asText("");
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name + ": must be an instant such as 2026-03-06T18:00:00Z", e);
    }
  }

  private static String text(JsonNode body, String name) {
    String value = body.path(name).asText("").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + ": must be given, as a text");
    }
    return value;
  }
}
