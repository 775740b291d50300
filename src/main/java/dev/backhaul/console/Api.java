package dev.backhaul.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.json.JsonException;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Identities;
import dev.backhaul.store.NotAllowedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON API: what a person can see and say while the service runs. Every request names its
 * caller.
 */
final class Api implements Function<Asked, Answer> {
  private static final List<String> PAUSABLE = List.of("delta", "plan", "apply", "all");

  private final Books books;
  private final String role;
  private final Identities access;
  private final Map<String, Route> routes;

  /** What one path does. */
  private record Route(String method, Step step) {}

  private interface Step {
    Answer answer(Actor actor, Asked asked);
  }

  /**
   * @param role what the instance that answers does: {@code leader} or {@code standby}
   */
  Api(Books books, String role, Identities access) {
    this.books = books;
    this.role = role;
    this.access = access;
    routes =
        Map.of(
            "/api/status",
                new Route(
                    "GET",
                    (actor, asked) -> Answer.json(AsJson.status(books).put("role", this.role))),
            "/api/plan", new Route("GET", (actor, asked) -> plan()),
            "/api/questions", new Route("GET", (actor, asked) -> questions()),
            "/api/decide", new Route("POST", this::decide),
            "/api/approve", new Route("POST", this::approve),
            "/api/pause", new Route("POST", this::pause),
            "/api/resume", new Route("POST", this::resume));
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
    Route route = routes.get(asked.path());
    if (route == null) {
      return Answer.problem(
          404, "Not found", "there are " + routes.keySet().stream().sorted().toList());
    }
    if (!route.method().equals(asked.method())) {
      return Answer.problem(405, "Wrong method", asked.path() + " takes " + route.method());
    }
    try {
      return route.step().answer(actor.get(), asked);
    } catch (NotAllowedException e) {
      return Answer.problem(403, "Not allowed", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | JsonException e) {
      return Answer.problem(422, "Cannot be done", String.valueOf(e.getMessage()));
    }
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

  private Answer decide(Actor actor, Asked asked) {
    JsonNode body = Json.parseObject(asked.body());
    String scope = text(body, "scope");
    String choice = text(body, "choice");
    books.answers().answer(scope, choice, actor, text(body, "reason"));
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
