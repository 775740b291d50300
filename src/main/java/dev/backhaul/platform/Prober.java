package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.JqException;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ProbeStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the probe's questions and reports; nothing that goes wrong is thrown, it becomes a reason.
 */
final class Prober {
  private final Manifest manifest;
  private final Sender sender;

  private boolean reachable;
  private @Nullable String identity;
  private @Nullable Boolean mayWrite;
  private @Nullable String plan;
  private final List<ProbeReport.LimitReport> limits = new ArrayList<>();
  private final List<ProbeReport.Deadline> deadlines = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  Prober(Manifest manifest, Sender sender) {
    this.manifest = manifest;
    this.sender = sender;
  }

  ProbeReport probe() {
    for (ProbeStep step : manifest.probe()) {
      if (!ask(step)) {
        // Nobody answers: the other questions would wait as long for nothing.
        break;
      }
    }
    if (reachable && identity == null && reasons.isEmpty()) {
      reasons.add(
          manifest.platform()
              + " answers, but does not know us: check the credentials in migration.yaml");
    }
    return new ProbeReport(
        reachable,
        identity,
        mayWrite,
        plan,
        List.copyOf(limits),
        List.copyOf(deadlines),
        sender.skewMillis(),
        List.copyOf(reasons));
  }

  /** False if the platform did not answer at all. */
  private boolean ask(ProbeStep step) {
    try {
      JsonNode answer = sender.read(Operation.PROBE, step.request(), Json.object());
      reachable = true;
      take(step, answer);
      return true;
    } catch (PlatformException e) {
      boolean answered = !(e.failure() instanceof Failure.Transient);
      reachable |= answered;
      if (!step.optional()) {
        reasons.add(e.getMessage() + "; " + next(e.failure()));
      }
      return answered || reachable;
    } catch (JqException e) {
      reasons.add("an answer has another shape than the manifest says: " + e.getMessage());
      return true;
    }
  }

  private static String next(Failure failure) {
    return switch (failure) {
      case Failure.AuthExpired ignored -> "renew the credentials in migration.yaml's environment";
      case Failure.Transient ignored ->
          "check base URL, network and the platform's status page, then probe again";
      case Failure.Throttled ignored -> "somebody uses up the account's quota; see which apps do";
      default -> "see the platform's access settings for this identity";
    };
  }

  private void take(ProbeStep step, JsonNode answer) {
    if (step.identity() != null && identity == null) {
      JsonNode found = step.identity().first(answer);
      identity = found.isNull() ? null : found.asText();
    }
    if (step.mayWrite() != null
        && step.mayWrite().first(answer) instanceof JsonNode may
        && may.isBoolean()) {
      mayWrite = may.booleanValue();
    }
    if (step.plan() != null
        && step.plan().first(answer) instanceof JsonNode found
        && !found.isNull()) {
      plan = found.asText();
    }
    for (JsonNode limit : list(step.limits(), answer)) {
      limits.add(
          new ProbeReport.LimitReport(
              limit.path("name").asText(),
              number(limit.path("limit")),
              number(limit.path("remaining"))));
    }
    for (JsonNode deadline : list(step.deadlines(), answer)) {
      deadlines.add(
          new ProbeReport.Deadline(
              deadline.path("what").asText(), Catalogue.instant(deadline.path("at"))));
    }
    list(step.reasons(), answer).forEach(reason -> reasons.add(reason.asText()));
  }

  private static List<JsonNode> list(@Nullable Jq jq, JsonNode answer) {
    return jq == null ? List.of() : jq.list(answer);
  }

  private static @Nullable Long number(JsonNode value) {
    return value.isNumber() ? Long.valueOf(value.longValue()) : null;
  }
}
