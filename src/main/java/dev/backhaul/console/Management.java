package dev.backhaul.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.gateway.Gateway;
import dev.backhaul.json.Json;
import dev.backhaul.rollback.DrainedException;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics, on a port of their own. Alive does not depend on any platform; ready says why
 * not. Holds no record values, so that it needs no token.
 */
final class Management implements Function<Asked, Answer> {
  private final Rollback rollback;
  private final Meters meters;

  Management(Rollback rollback, InstantSource clock, Supplier<@Nullable Gateway> gateway) {
    this.rollback = rollback;
    meters = new Meters(rollback, clock, gateway);
  }

  @Override
  public Answer apply(Asked asked) {
    if (!asked.method().equals("GET")) {
      return Answer.problem(405, "Wrong method", "this port takes GET only");
    }
    return switch (asked.path()) {
      case "/observe/health/live" -> Answer.json(Json.object().put("status", "UP"));
      case "/observe/health", "/observe/health/ready" -> ready();
      case "/observe/metrics" -> Answer.text("text/plain; version=0.0.4", meters.scrape());
      default ->
          Answer.problem(
              404,
              "Not found",
              "there are /observe/health/live, /observe/health/ready and /observe/metrics");
    };
  }

  private Answer ready() {
    List<String> reasons = reasons();
    ObjectNode body =
        Json.object().put("status", reasons.isEmpty() ? "UP" : "DOWN").put("role", "leader");
    ArrayNode list = body.putArray("reasons");
    reasons.forEach(list::add);
    Answer answer = Answer.json(body);
    return reasons.isEmpty() ? answer : new Answer(503, answer.type(), answer.body());
  }

  private List<String> reasons() {
    List<String> out = new ArrayList<>();
    try {
      rollback.keep();
      rollback
          .books()
          .numbers()
          .pauses()
          .forEach(
              pause ->
                  out.add(pause.name() + " is paused by " + pause.actor() + ": " + pause.reason()));
    } catch (LostLeaseException | DrainedException | StoreException e) {
      out.add(String.valueOf(e.getMessage()));
    }
    String trouble = rollback.round().trouble();
    if (trouble != null) {
      out.add("the last round did not go through: " + trouble);
    }
    return out;
  }
}
