package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.ManualStep;
import dev.backhaul.platform.PlatformException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A machine's own look at what a person says is done: a tick in a box is no evidence. */
final class StepLook {
  private final Ground ground;

  StepLook(Ground ground) {
    this.ground = ground;
  }

  /** What a machine sees of it now. */
  Steps.Check at(Wired one, Steps.Step step, Look look, Book book) {
    ManualStep.Check check = check(one, step);
    if (check == null) {
      return Steps.Check.NONE;
    }
    boolean any = false;
    Jq that = check.that();
    if (that != null && one.readable() && !step.item().isEmpty()) {
      any = true;
      if (!that.test(variables(one, step, look, book))) {
        return Steps.Check.FAILS;
      }
    }
    if (check.delivery() != null) {
      Instant since = first(step).orElse(asked(step));
      Boolean arrived = ground.arrivals().since(one.name(), since).orElse(null);
      if (arrived != null) {
        any = true;
        if (arrived != (check.delivery() == ManualStep.Delivery.ARRIVES)) {
          return Steps.Check.FAILS;
        }
      }
    }
    return any ? Steps.Check.HOLDS : Steps.Check.NONE;
  }

  private static JsonNode variables(Wired one, Steps.Step step, Look look, Book book) {
    Captures.@Nullable Capture capture = book.capture(step.item());
    try {
      return Variables.of(
          one,
          step.item(),
          look.at(one, step.item()).image(),
          capture == null ? null : capture.image(),
          one.holdAt() == null ? null : String.valueOf(one.holdAt()));
    } catch (PlatformException e) {
      throw new IntegrationException(
          "the machine's own look at step " + step.id() + " failed: " + e.failure().reason());
    }
  }

  private static ManualStep.@Nullable Check check(Wired one, Steps.Step step) {
    for (ManualStep each : one.kind().checklist()) {
      if (each.when().name().equals(step.due())
          && Steps.text(one, step.item(), each).equals(step.step())) {
        return each.check();
      }
    }
    return null;
  }

  private Instant asked(Steps.Step step) {
    return ground
        .store()
        .read(
            handle ->
                Instant.ofEpochMilli(
                    handle
                        .createQuery("SELECT asked_at FROM integration_step WHERE id = :id")
                        .bind("id", step.id())
                        .mapTo(Long.class)
                        .one()));
  }

  private Optional<Instant> first(Steps.Step step) {
    return ground
        .store()
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT at FROM integration_confirmation WHERE step = :id ORDER BY at LIMIT 1")
                    .bind("id", step.id())
                    .mapTo(Long.class)
                    .findOne())
        .map(Instant::ofEpochMilli);
  }
}
