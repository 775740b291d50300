package dev.backhaul.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.json.JsonException;
import dev.backhaul.plan.Correction;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Identities;
import dev.backhaul.store.NotAllowedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON API: what a person can see and say while the service runs. Every request names its
 * caller.
 */
final class Api implements Function<Asked, Answer> {
  private static final List<String> PAUSABLE = List.of("delta", "plan", "apply", "all");

  private static final String ONE_CAUSE = "/api/rejects/";
  private static final int ROWS = 500;

  private final Books books;
  private final Identities access;
  private final Map<String, Route> routes;
  private final @Nullable Rollback rollback;

  /**
   * What one path does.
   *
   * @param read on GET; null if there is nothing to read
   * @param act on POST; null if there is nothing to do
   */
  private record Route(@Nullable Step read, @Nullable Step act) {
    static Route get(Step step) {
      return new Route(step, null);
    }

    static Route post(Step step) {
      return new Route(null, step);
    }

    @Nullable Step step(String method) {
      return switch (method) {
        case "GET" -> read;
        case "POST" -> act;
        default -> null;
      };
    }

    String methods() {
      return read == null ? "POST" : act == null ? "GET" : "GET or POST";
    }
  }

  private interface Step {
    Answer answer(Actor actor, Asked asked);
  }

  /**
   * @param rollback the work, where this instance does it; null where it stands by
   */
  Api(Books books, @Nullable Rollback rollback, Identities access) {
    this.books = books;
    this.rollback = rollback;
    this.access = access;
    routes =
        Map.of(
            "/api/status", Route.get((actor, asked) -> status()),
            "/api/plan", Route.get((actor, asked) -> plan()),
            "/api/questions", Route.get((actor, asked) -> questions()),
            "/api/rejects", Route.get((actor, asked) -> rejects()),
            "/api/decide", Route.post(this::decide),
            "/api/approve", Route.post(this::approve),
            "/api/pause", Route.post(this::pause),
            "/api/resume", Route.post(this::resume),
            "/api/reload", new Route((actor, asked) -> reloaded(), this::reload));
  }

  @Override
  public Answer apply(Asked asked) {
    String token = asked.token();
    Optional<Actor> actor = token == null ? Optional.empty() : access.authenticate(token);
    if (actor.isEmpty()) {
      return Answer.problem(
          401,
          "Who are you?",
          "send Authorization: Bearer and a token that access in config/backhaul.yaml knows");
    }
    Route route =
        asked.path().startsWith(ONE_CAUSE)
            ? Route.get((who, what) -> reject(what.path().substring(ONE_CAUSE.length())))
            : asked.path().startsWith(GatewayApi.PATH)
                ? new Route(new GatewayApi(books)::read, new GatewayApi(books)::act)
                : routes.get(asked.path());
    if (route == null) {
      return Answer.problem(
          404, "Not found", "there are " + routes.keySet().stream().sorted().toList());
    }
    Step step = route.step(asked.method());
    if (step == null) {
      return Answer.problem(405, "Wrong method", asked.path() + " takes " + route.methods());
    }
    try {
      return step.answer(actor.get(), asked);
    } catch (NotAllowedException e) {
      return Answer.problem(403, "Not allowed", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | JsonException e) {
      return Answer.problem(422, "Cannot be done", String.valueOf(e.getMessage()));
    }
  }

  private Answer status() {
    return Answer.json(AsJson.status(books).put("role", rollback == null ? "standby" : "leader"));
  }

  private Answer plan() {
    return books
        .lastPlan()
        .map(
            plan -> {
              String hash = books.decisions().planHash();
              ObjectNode json = AsJson.plan(plan).put("hash", hash);
              return Answer.json(json.put("approved", books.approved(hash)));
            })
        .orElseGet(() -> Answer.problem(404, "No plan yet", "the first round makes one"));
  }

  private Answer questions() {
    ObjectNode json = Json.object().put("open", books.questions().countOpen());
    json.set("groups", AsJson.groups(books.questions().groups()));
    return Answer.json(json);
  }

  private Answer rejects() {
    ObjectNode json = Json.object();
    json.set("causes", AsJson.rejects(books.rejects().groups(false)));
    return Answer.json(json);
  }

  /** One cause with its first records; no values: those are for who may open the store. */
  private Answer reject(String group) {
    return books.rejects().groups(true).stream()
        .filter(each -> each.group().equals(group))
        .findFirst()
        .map(
            each -> {
              ObjectNode json = AsJson.reject(each);
              return Answer.json(
                  json.set("rows", AsJson.rows(books.rejects().rows(group, "", ROWS), false)));
            })
        .orElseGet(() -> Answer.problem(404, "No such cause", "list them at /api/rejects"));
  }

  private static Correction.Typed typed(JsonNode body) {
    List<String> fields = new ArrayList<>();
    body.path("fields").forEach(field -> fields.add(field.asText()));
    Map<String, String> map = new LinkedHashMap<>();
    body.path("map").properties().forEach(each -> map.put(each.getKey(), said(each.getValue())));
    return new Correction.Typed(fields, body.has("value") ? said(body.path("value")) : null, map);
  }

  private static String said(JsonNode value) {
    return value.isTextual() ? value.asText() : Json.text(value);
  }

  private Answer decide(Actor actor, Asked asked) {
    JsonNode body = Json.parseObject(asked.body());
    String scope = text(body, "scope");
    String choice = text(body, "choice");
    books.answers().answer(scope, choice, typed(body), actor, text(body, "reason"));
    return Answer.json(
        Json.object().put("scope", scope).put("choice", choice).put("by", actor.name()));
  }

  private Answer approve(Actor actor, Asked asked) {
    JsonNode body = Json.parseObject(asked.body());
    String hash = text(body, "plan");
    var approval = books.approve(hash, actor, text(body, "reason"));
    return Answer.json(
        Json.object().put("id", approval.id()).put("plan", hash).put("by", approval.actor()));
  }

  private Answer pause(Actor actor, Asked asked) {
    JsonNode body = Json.parseObject(asked.body());
    String what = pausable(body);
    books.desired().pause(what, actor, text(body, "reason"));
    return Answer.json(Json.object().put("paused", what).put("by", actor.name()));
  }

  private Answer resume(Actor actor, Asked asked) {
    JsonNode body = Json.parseObject(asked.body());
    String what = pausable(body);
    books.desired().resume(what, actor, text(body, "reason"));
    return Answer.json(Json.object().put("resumed", what).put("by", actor.name()));
  }

  private Answer reloaded() {
    return Answer.json(
        books.applied().last().orElseGet(() -> Json.object().put("result", "UNCHANGED")));
  }

  private Answer reload(Actor actor, Asked asked) {
    String reason = text(Json.parseObject(asked.body()), "reason");
    if (rollback == null) {
      return Answer.problem(
          409,
          "This instance stands by",
          "ask the one that leads; this one reads the files when it takes over");
    }
    return Answer.json(rollback.reload().now(actor, reason).json());
  }

  private static String pausable(JsonNode body) {
    String what = text(body, "what");
    if (!PAUSABLE.contains(what)) {
      throw new IllegalArgumentException("what: must be one of " + String.join(", ", PAUSABLE));
    }
    return what;
  }

  private static String text(JsonNode body, String name) {
    String value = body.path(name).asText("").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + ": must be given, as a text");
    }
    return value;
  }
}
