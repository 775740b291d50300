package dev.backhaul.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.ManualStep;
import dev.backhaul.store.Actor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts one integration back: our changes newest first, each by its opposite, each seen before the
 * next; then each item is compared with its capture, and what the provider did by itself meanwhile
 * (switched it off, let it expire, deleted it) is said.
 */
final class Restore {
  private final Ground ground;
  private final Wired wired;
  private final Claim.Held held;
  private final Look look;
  private final Steps steps;

  Restore(Ground ground, Wired wired, Claim.Held held, Look look, Steps steps) {
    this.ground = ground;
    this.wired = wired;
    this.held = held;
    this.look = look;
    this.steps = steps;
  }

  /** All that stands, newest first. */
  List<Result> all(Actor actor, boolean over, boolean dry) {
    List<Result> out = new ArrayList<>();
    Set<String> stopped = new LinkedHashSet<>();
    for (Entry entry : held.book().standing()) {
      String item = Objects.requireNonNull(entry.intent().recordId());
      if (stopped.contains(item)) {
        continue;
      }
      held.keep();
      List<Result> back = back(entry, actor, over, dry);
      out.addAll(back);
      if (!dry && back.stream().anyMatch(result -> !result.good())) {
        // An older change under one that does not come back would not be what it seems.
        stopped.add(item);
      }
    }
    return out;
  }

  /** Only what we paused. */
  List<Result> paused(Actor actor, boolean dry) {
    List<Result> out = new ArrayList<>();
    for (Entry entry : held.book().standing()) {
      if (Wish.of(entry).verb() == IntegrationKind.Name.PAUSE) {
        held.keep();
        out.addAll(back(entry, actor, false, dry));
      }
    }
    return out;
  }

  private List<Result> back(Entry entry, Actor actor, boolean over, boolean dry) {
    List<Result> out = new ArrayList<>();
    Wish was = Wish.of(entry);
    String left = left(entry, was);
    ObjectNode captured =
        Objects.requireNonNull(entry.intent().before()).path("captured") instanceof ObjectNode image
            ? image
            : null;
    ObjectNode now = wired.readable() ? look.at(wired, left).image() : null;
    List<String> drift = wired.readable() ? drift(entry, now) : List.of();
    Result said = said(was, left, now, drift);
    if (said != null) {
      out.add(said);
      boolean touched = now != null && drift.contains("url");
      if (touched && !over) {
        out.add(
            result(
                left,
                Result.Outcome.REFUSED,
                "somebody has pointed it elsewhere since: look, then restore with --over"));
        return out;
      }
    }
    Wish back = opposite(entry, was, left, captured);
    Captures.Capture kept = kept(entry, captured);
    Result made = held.change().make(back, kept, actor.name(), dry);
    if (made.outcome() == Result.Outcome.ALREADY) {
      held.book().settledAlready(entry, actor.name());
    }
    if (made.outcome() == Result.Outcome.MANUAL && !dry) {
      out.addAll(steps.ask(wired, left, ManualStep.When.RESUME, actor));
    }
    if (made.outcome() == Result.Outcome.UNCLEAR) {
      steps.askWhatBecame(
          wired, ground.store().read(handle -> Unclear.of(handle, ground, wired, left)), actor);
    }
    out.add(made);
    if (made.outcome() == Result.Outcome.DONE || made.outcome() == Result.Outcome.ALREADY) {
      out.addAll(onAgain(entry, left, kept, actor));
    }
    return out;
  }

  /** What the change had to return to, as it stands in its entry. */
  private static Captures.Capture kept(Entry entry, @Nullable ObjectNode captured) {
    return new Captures.Capture(
        Objects.requireNonNull(entry.intent().before()).path("capture").asText(),
        entry.object(),
        Objects.requireNonNull(entry.intent().recordId()),
        captured,
        entry.createdAt());
  }

  /** The id under which our change left the item. */
  private String left(Entry entry, Wish was) {
    String made = entry.trace().nativeId();
    return made != null && was.verb() != IntegrationKind.Name.PAUSE ? made : was.item();
  }

  private Wish opposite(Entry entry, Wish was, String left, @Nullable ObjectNode captured) {
    IntegrationKind.Name verb =
        switch (was.verb()) {
          case PAUSE -> IntegrationKind.Name.RESUME;
          case RESUME -> IntegrationKind.Name.PAUSE;
          case REPOINT ->
              wired.recreated() ? IntegrationKind.Name.PAUSE : IntegrationKind.Name.REPOINT;
        };
    String url =
        verb == IntegrationKind.Name.REPOINT && captured != null
            ? captured.path("url").asText(null)
            : null;
    return new Wish(verb, left, url, ground.ids().next(), entry.id());
  }

  /** An item that the provider switched off meanwhile is switched on, if it was on. */
  private List<Result> onAgain(Entry entry, String item, Captures.Capture kept, Actor actor) {
    ObjectNode captured = kept.image();
    boolean was = captured != null && captured.path("on").asBoolean(false);
    boolean last =
        held.book().standing().stream().noneMatch(other -> item.equals(other.intent().recordId()));
    if (!was || !last || !wired.readable() || wired.recreated() || wired.kind().resume() == null) {
      return List.of();
    }
    ObjectNode now = look.at(wired, item).image();
    if (now == null || now.path("on").asBoolean(true)) {
      return List.of();
    }
    Wish on = new Wish(IntegrationKind.Name.RESUME, item, null, ground.ids().next(), entry.id());
    Result made = held.change().make(on, kept, actor.name(), false);
    return List.of(
        result(item, Result.Outcome.DONE, "the provider had switched it off by itself"), made);
  }

  /** What is no longer as our change left it. */
  private List<String> drift(Entry entry, @Nullable ObjectNode now) {
    ObjectNode after = entry.trace().after();
    return now == null || after == null ? List.of() : Difference.fields(wired, after, now);
  }

  private @Nullable Result said(
      Wish was, String left, @Nullable ObjectNode now, List<String> drift) {
    if (!wired.readable()) {
      return null;
    }
    boolean gone = now == null && !(wired.recreated() && was.verb() == IntegrationKind.Name.PAUSE);
    if (gone) {
      return result(left, Result.Outcome.GONE, "the provider, or somebody, has deleted it since");
    }
    return drift.isEmpty()
        ? null
        : result(left, Result.Outcome.DONE, "changed since by somebody else: " + drift);
  }

  /** Whether every change of ours still stands as it was seen. */
  List<Result> stillStanding() {
    List<Result> out = new ArrayList<>();
    for (Entry entry : held.book().standing().reversed()) {
      Wish was = Wish.of(entry);
      String left = left(entry, was);
      if (!wired.readable()) {
        out.add(
            new Result(
                wired.name(),
                left,
                was.word(),
                Result.Outcome.UNCLEAR,
                "the provider cannot be asked",
                null));
        continue;
      }
      Seen seen = look.at(wired, left);
      Jq condition = wired.kind().shows(was.verb()).orElse(null);
      ObjectNode before = Objects.requireNonNull(entry.intent().before());
      boolean holds =
          condition != null
              && condition.test(
                  Variables.of(wired, left, seen.image(), before.path("captured"), was.url()));
      out.add(
          new Result(
              wired.name(),
              left,
              was.word(),
              holds ? Result.Outcome.DONE : Result.Outcome.FAILED,
              holds ? "still so" : "no longer so: somebody has changed it since",
              null));
    }
    return out;
  }

  private Result result(String item, Result.Outcome outcome, String say) {
    return new Result(wired.name(), item, "restore", outcome, say, null);
  }
}
