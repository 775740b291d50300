package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.gateway.Desk;
import dev.backhaul.gateway.Event;
import dev.backhaul.gateway.Receiver;
import dev.backhaul.gateway.Replay;
import dev.backhaul.gateway.Steer;
import dev.backhaul.gateway.Verdict;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Jq;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Webhooks: who gets them, what is held, what is dead, what is not believed. */
@Command(
    name = "gateway",
    description = "Webhooks: who gets them, what is held, what is dead, what is not believed.")
final class GatewayDesk implements Callable<Integer> {
  private static final List<String> VERBS =
      List.of(
          "status",
          "steer",
          "hold",
          "replay",
          "inbox",
          "dead-letters",
          "show",
          "rerun",
          "skip",
          "quarantine",
          "reconsider",
          "discard");

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "<verb>",
      description = {
        "status: how each integration stands.",
        "steer: an integration's events go to --to from now on; what is held goes there first.",
        "hold: they go nowhere and are kept.",
        "replay: --to gets every kept event of a span that it has not had.",
        "inbox, dead-letters: the newest events, and those that were refused.",
        "show: one event with its content.",
        "rerun: dead letters are delivered again.",
        "skip: held events and dead letters go nowhere.",
        "quarantine: requests that were not believed.",
        "reconsider: judge one of them by the secrets of now.",
        "discard: throw one of them away."
      })
  String verb = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "<which>",
      description = "The integration; for show the event; for reconsider and discard the request.")
  @Nullable String which;

  @Option(
      names = "--to",
      paramLabel = "<who>",
      description = "steer: target, source or both; replay: target or source.")
  @Nullable String to;

  @Option(names = "--reason", paramLabel = "<text>", description = "Why; everybody sees it.")
  @Nullable String reason;

  @Option(
      names = "--keep-held",
      description = "steer: leave what is held where it is, for a replay to choose from.")
  boolean keepHeld;

  @Option(
      names = "--rate",
      paramLabel = "<n>",
      description = "steer, replay: held events a second, instead of the configured rate.")
  @Nullable Integer rate;

  @Option(names = "--event", paramLabel = "<n>", description = "rerun, skip: this event only.")
  @Nullable Long event;

  @Option(
      names = "--from",
      paramLabel = "<instant>",
      description = "replay: received at or after it, such as 2026-03-06T18:00:00Z.")
  @Nullable String from;

  @Option(names = "--until", paramLabel = "<instant>", description = "replay: received before it.")
  @Nullable String until;

  @Option(
      names = "--filter",
      paramLabel = "<jq>",
      description = "replay: only events whose body makes it true.")
  @Nullable String filter;

  @Option(
      names = "--questions",
      description = "replay: also calls and commands that were answered without their owner.")
  boolean questions;

  @Option(names = "--preview", description = "replay: only say what would be delivered.")
  boolean preview;

  @Option(names = "--limit", paramLabel = "<n>", description = "How many rows. Default: 50.")
  int limit = 50;

  GatewayDesk(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (!VERBS.contains(verb)) {
      throw new CommandException(
          ExitCode.INVALID, "no verb '" + verb + "'\nthere are: " + String.join(", ", VERBS));
    }
    try (Books books = session.books()) {
      Desk desk = books.gateway();
      switch (verb) {
        case "status" -> status(desk);
        case "steer" -> steer(desk, Steer.Way.of(required(to, "--to")));
        case "hold" -> steer(desk, Steer.Way.HOLD);
        case "replay" -> replay(desk);
        case "inbox" -> list(desk, null);
        case "dead-letters" -> list(desk, "dead");
        case "show" -> show(desk);
        case "rerun" -> count(desk.rerun(integration(), event, actor(), why()), "wait again");
        case "skip" -> count(desk.skip(integration(), event, actor(), why()), "go nowhere");
        case "quarantine" -> quarantine(desk);
        case "reconsider" -> reconsider(desk);
        default -> {
          desk.discard(number(), actor(), why());
          count(1, "thrown away");
        }
      }
      return ExitCode.OK.code();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private Actor actor() {
    return session.actor("speak for the gateway");
  }

  private String why() {
    return required(reason, "--reason");
  }

  private String integration() {
    return required(which, "<which>");
  }

  private long number() {
    String given = integration();
    if (!given.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("<which>: must be a number; the lists show them");
    }
    return Long.parseLong(given);
  }

  private static String required(@Nullable String value, String name) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + ": must be given");
    }
    return value;
  }

  private void status(Desk desk) {
    List<Desk.Standing> all = desk.status();
    ObjectNode json = Json.object().put("quarantine", desk.doubtful());
    json.set("integrations", Json.tree(all));
    session.report(json, () -> words(all, desk.doubtful()));
  }

  private static String words(List<Desk.Standing> all, long doubtful) {
    StringBuilder out = new StringBuilder();
    for (Desk.Standing each : all) {
      out.append(
          "%-24s %-7s %s%n"
              .formatted(
                  each.name(),
                  each.steer(),
                  each.by().isEmpty() ? each.reason() : "by " + each.by() + ": " + each.reason()));
      counts(out, each.events());
      counts(out, each.waiting());
      Instant oldest = each.oldest();
      if (oldest != null) {
        out.append("    oldest of ").append(oldest).append('\n');
      }
      each.problems().forEach(problem -> out.append("    ").append(problem).append('\n'));
    }
    return out.append("In quarantine: ").append(doubtful).append('\n').toString();
  }

  private static void counts(StringBuilder out, Map<String, Long> counts) {
    if (!counts.isEmpty()) {
      out.append("    ")
          .append(
              counts.entrySet().stream()
                  .map(each -> each.getValue() + " " + each.getKey())
                  .collect(Collectors.joining(", ")))
          .append('\n');
    }
  }

  private void steer(Desk desk, Steer.Way way) {
    Actor actor = actor();
    desk.steer(integration(), way, keepHeld, rate, actor, why());
    session.report(
        Json.object().put("integration", which).put("to", way.label()).put("by", actor.name()),
        () -> which + " goes to: " + way.label() + "\n");
  }

  private void replay(Desk desk) {
    String jq = filter;
    Replay replay =
        new Replay(
            integration(),
            Receiver.of(required(to, "--to")),
            instant(from, "--from"),
            instant(until, "--until"),
            jq == null ? null : Jq.of(jq),
            rate,
            questions);
    Replay.Done done =
        desk.replay(replay, preview, actor(), preview && reason == null ? "preview" : why());
    session.report(
        Json.tree(done),
        () ->
            "%d events %s to the %s (%d passed over)%n"
                .formatted(
                    done.events(),
                    preview ? "would go" : "go",
                    replay.to().label(),
                    done.passedOver()));
  }

  private static @Nullable Instant instant(@Nullable String text, String name) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name + ": must be an instant such as 2026-03-06T18:00:00Z", e);
    }
  }

  private void list(Desk desk, @Nullable String state) {
    var found = desk.list(which, state, limit);
    ObjectNode json = Json.object();
    json.set("events", Json.tree(found));
    session.report(
        json,
        () ->
            found.stream()
                .map(
                    each ->
                        "%10d  %s  %-20s %-9s %s%n"
                            .formatted(
                                each.seq(),
                                each.receivedAt(),
                                each.point(),
                                each.state(),
                                String.join("; ", each.deliveries())))
                .collect(Collectors.joining()));
  }

  private void show(Desk desk) {
    Event found =
        desk.event(number())
            .orElseThrow(() -> new IllegalArgumentException("there is no event " + which));
    ObjectNode json =
        Json.object()
            .put("event", found.seq())
            .put("integration", found.point())
            .put("deliveryId", found.deliveryId())
            .put("method", found.request().method())
            .put("receivedAt", found.request().at().toString());
    json.set("headers", Json.tree(found.request().headers()));
    json.put("body", new String(found.request().body(), StandardCharsets.UTF_8));
    session.report(json, () -> json.path("body").asText() + "\n");
  }

  private void quarantine(Desk desk) {
    var found = desk.quarantine(which, limit);
    ObjectNode json = Json.object();
    json.set("requests", Json.tree(found));
    session.report(
        json,
        () ->
            found.stream()
                .map(
                    each ->
                        "%10d  %s  %-20s %s%n"
                            .formatted(
                                each.id(),
                                each.at(),
                                each.point() == null ? "-" : each.point(),
                                each.reason().words()))
                .collect(Collectors.joining()));
  }

  private void reconsider(Desk desk) {
    Verdict verdict = desk.reconsider(number(), actor(), why());
    String words =
        verdict instanceof Verdict.Doubted doubted
            ? "still not believed: " + doubted.why().words()
            : "believed now: it is an event like any other";
    session.report(
        Json.object().put("believed", verdict instanceof Verdict.Believed).put("words", words),
        () -> words + "\n");
  }

  private void count(int events, String what) {
    session.report(Json.object().put("events", events), () -> events + " " + what + "\n");
  }
}
