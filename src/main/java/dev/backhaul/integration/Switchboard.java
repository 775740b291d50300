package dev.backhaul.integration;

import dev.backhaul.journal.Entry;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.ManualStep;
import dev.backhaul.platform.Destinations;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.store.Actor;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds, points elsewhere and puts back what is wired to the target. What comes in is held first,
 * what goes out after it; a restore goes the other way, one by one. Each integration is worked on
 * under a lease of its own; one that cannot be changed stops none of the others.
 */
public final class Switchboard {
  private final Ground ground;
  private final List<Wired> wired;
  private final Destinations destinations;
  private final Claim claim;
  private final Look look;
  private final Steps steps;

  /**
   * The board of one rollback.
   *
   * @param destinations where items may be pointed to
   */
  public Switchboard(Ground ground, List<Wired> wired, Destinations destinations) {
    this.ground = ground;
    this.wired = List.copyOf(wired);
    this.destinations = destinations;
    this.claim = new Claim(ground);
    this.look = new Look(ground.time());
    this.steps = new Steps(ground);
  }

  /** All integrations. */
  public List<Wired> wired() {
    return wired;
  }

  /** Names of those asked for, or of all, in the order in which they are held. */
  public List<String> ordered(Set<String> names) {
    return chosen(names).stream().map(Wired::name).toList();
  }

  /** What people have to do. */
  public Steps steps() {
    return steps;
  }

  /** The items of one integration that are meant. */
  public List<Item> items(Wired one) {
    return look.items(one);
  }

  /**
   * Reads every item and keeps it as the state to return to; where one of our changes stands, the
   * older capture is it.
   */
  public List<Result> capture(Set<String> names, Actor actor) {
    actor.require(Actor.Role.OPERATOR, "capture integrations");
    return each(chosen(names), actor, (one, held) -> capture(one, held, actor));
  }

  private List<Result> capture(Wired one, Claim.Held held, Actor actor) {
    List<Result> out = new ArrayList<>(steps.ask(one, "", ManualStep.When.CAPTURE, actor));
    if (one.kind().capture() == null || one.requests() == null) {
      return out;
    }
    for (Item item : look.items(one)) {
      held.keep();
      boolean there = held.change().capture(item.id(), actor.name()).image() != null;
      out.add(
          there
              ? result(one, item.id(), "capture", Result.Outcome.DONE, "captured")
              : result(one, item.id(), "capture", Result.Outcome.GONE, "it is not there"));
    }
    return out;
  }

  /**
   * Holds integrations, each in its own way: pointed to the ingress, paused, or by people.
   *
   * @param dry whether only to say what would be sent
   */
  public List<Result> pause(Set<String> names, Actor actor, boolean dry) {
    actor.require(Actor.Role.OPERATOR, "pause integrations");
    return each(
        chosen(names),
        actor,
        (one, held) ->
            switch (Way.of(one)) {
              case REPOINT -> pointed(one, held, one.holdAt(), actor, dry);
              case PAUSE -> changed(one, held, IntegrationKind.Name.PAUSE, actor, dry);
              case MANUAL -> byHand(one, ManualStep.When.PAUSE, actor, dry);
            });
  }

  /**
   * Points integrations elsewhere.
   *
   * @param to where; null for where each is held
   */
  public List<Result> repoint(Set<String> names, @Nullable URI to, Actor actor, boolean dry) {
    actor.require(Actor.Role.OPERATOR, "repoint integrations");
    return each(
        chosen(names),
        actor,
        (one, held) ->
            one.kind().repoint() == null
                ? byHand(one, ManualStep.When.REPOINT, actor, dry)
                : pointed(one, held, to == null ? one.holdAt() : to, actor, dry));
  }

  private List<Result> pointed(
      Wired one, Claim.Held held, @Nullable URI to, Actor actor, boolean dry) {
    if (to == null) {
      return List.of(
          result(
              one,
              "",
              "repoint",
              Result.Outcome.REFUSED,
              "nobody says where to: give it an ingress, or to: an address, in integrations.yaml"));
    }
    try {
      // Our own ingress needs no leave.
      if (!to.equals(one.ingress())) {
        destinations.require(to);
      }
    } catch (IllegalArgumentException e) {
      return List.of(
          result(one, "", "repoint", Result.Outcome.REFUSED, String.valueOf(e.getMessage())));
    }
    List<Result> out = new ArrayList<>();
    for (Item item : items(one, held, actor, dry)) {
      held.keep();
      if (Boolean.FALSE.equals(wasOn(held, item.id()))) {
        out.add(
            result(one, item.id(), "repoint", Result.Outcome.ALREADY, "it was off when captured"));
        continue;
      }
      Wish wish =
          new Wish(
              IntegrationKind.Name.REPOINT, item.id(), to.toString(), ground.ids().next(), null);
      Result made = held.change().make(wish, null, actor.name(), dry);
      out.add(asked(one, made, ManualStep.When.REPOINT, actor, dry));
      if (one.recreated() && made.outcome() == Result.Outcome.DONE) {
        // The new one works: only now the old one goes.
        out.add(change(one, held, IntegrationKind.Name.PAUSE, item.id(), actor, dry));
      }
    }
    return out;
  }

  private static @Nullable Boolean wasOn(Claim.Held held, String item) {
    Captures.@Nullable Capture capture = held.book().capture(item);
    if (capture == null || capture.image() == null || !capture.image().path("on").isBoolean()) {
      return null;
    }
    return capture.image().path("on").booleanValue();
  }

  /** The items that are meant, each captured before the first is touched. */
  private List<Item> items(Wired one, Claim.Held held, Actor actor, boolean dry) {
    List<Item> items = look.items(one);
    if (!dry) {
      for (Item item : items) {
        held.keep();
        held.change().capture(item.id(), actor.name());
      }
    }
    return items;
  }

  private List<Result> changed(
      Wired one, Claim.Held held, IntegrationKind.Name name, Actor actor, boolean dry) {
    String against = Way.against(one, name).orElse(null);
    if (against != null) {
      return List.of(result(one, "", word(name), Result.Outcome.REFUSED, against));
    }
    List<Result> out = new ArrayList<>();
    for (Item item : items(one, held, actor, dry)) {
      held.keep();
      out.add(change(one, held, name, item.id(), actor, dry));
    }
    return out;
  }

  private Result change(
      Wired one,
      Claim.Held held,
      IntegrationKind.Name name,
      String item,
      Actor actor,
      boolean dry) {
    Wish wish = new Wish(name, item, null, ground.ids().next(), null);
    Result made = held.change().make(wish, null, actor.name(), dry);
    return asked(one, made, ManualStep.When.valueOf(name.name()), actor, dry);
  }

  /** What no request does, people are asked to do. */
  private Result asked(Wired one, Result made, ManualStep.When when, Actor actor, boolean dry) {
    if (!dry && made.outcome() == Result.Outcome.MANUAL) {
      steps.ask(one, made.item(), when, actor);
    }
    if (!dry && made.outcome() == Result.Outcome.UNCLEAR) {
      steps.askWhatBecame(one, claimed(one, made.item()), actor);
    }
    return made;
  }

  private List<Entry> claimed(Wired one, String item) {
    return ground.store().read(handle -> Unclear.of(handle, ground, one, item));
  }

  private List<Result> byHand(Wired one, ManualStep.When when, Actor actor, boolean dry) {
    if (dry) {
      return one.kind().checklist().stream()
          .filter(step -> step.when() == when)
          .map(
              step -> result(one, "", word(when), Result.Outcome.MANUAL, Steps.text(one, "", step)))
          .toList();
    }
    List<Result> out = new ArrayList<>();
    if (one.spec().items().isEmpty()) {
      out.addAll(steps.ask(one, "", when, actor));
    }
    for (String item : one.spec().items().keySet()) {
      out.addAll(steps.ask(one, item, when, actor));
    }
    return out;
  }

  /**
   * Starts paused items again: what we paused is put back, what somebody else did is switched on.
   */
  public List<Result> resume(Set<String> names, Actor actor, boolean dry) {
    actor.require(Actor.Role.OPERATOR, "resume integrations");
    return each(
        chosen(names).reversed(),
        actor,
        (one, held) -> {
          Restore restore = new Restore(ground, one, held, look, steps);
          List<Result> out = new ArrayList<>(restore.paused(actor, dry));
          if (out.isEmpty() && one.kind().resume() == null) {
            return byHand(one, ManualStep.When.RESUME, actor, dry);
          }
          return out.isEmpty() ? changed(one, held, IntegrationKind.Name.RESUME, actor, dry) : out;
        });
  }

  /**
   * Puts back all our changes, newest first, and says what the provider changed by itself
   * meanwhile.
   *
   * @param over whether also where somebody has changed an item since
   */
  public List<Result> restore(Set<String> names, Actor actor, boolean over, boolean dry) {
    actor.require(Actor.Role.OPERATOR, "restore integrations");
    return each(
        chosen(names).reversed(),
        actor,
        (one, held) -> {
          List<Result> out =
              new ArrayList<>(new Restore(ground, one, held, look, steps).all(actor, over, dry));
          out.addAll(steps.putBack(one, actor, dry));
          return out;
        });
  }

  /** Looks again at every change that stands: is it still so? */
  public List<Result> verify(Set<String> names) {
    return each(
        chosen(names),
        Actor.SERVICE,
        (one, held) -> new Restore(ground, one, held, look, steps).stillStanding());
  }

  /** How each integration stands; asks no provider. */
  public List<Standing> status() {
    return wired.stream().map(one -> Standing.of(ground, one, steps)).toList();
  }

  /** What is different from what was captured, item by item. */
  public List<Difference> diff(Set<String> names) {
    List<Difference> out = new ArrayList<>();
    for (Wired one : chosen(names)) {
      out.addAll(Difference.of(ground, one, look));
    }
    return out;
  }

  /** Work on one integration while it is held. */
  @FunctionalInterface
  private interface Work {
    List<Result> on(Wired one, Claim.Held held);
  }

  private List<Result> each(List<Wired> chosen, Actor actor, Work work) {
    List<Result> out = new ArrayList<>();
    for (Wired one : chosen) {
      out.addAll(guarded(one, held -> settled(one, held, actor, work)));
    }
    return List.copyOf(out);
  }

  /** First what an earlier process left; an end that nobody knows stops everything else. */
  private List<Result> settled(Wired one, Claim.Held held, Actor actor, Work work) {
    List<Result> before = held.change().settle().all(actor.name());
    List<Result> out = new ArrayList<>(before);
    if (before.stream().anyMatch(each -> each.outcome() == Result.Outcome.UNCLEAR)) {
      steps.askWhatBecame(one, claimed(one, ""), actor);
      return out;
    }
    out.addAll(work.on(one, held));
    return out;
  }

  private List<Result> guarded(Wired one, Function<Claim.Held, List<Result>> work) {
    try {
      return claim.holding(one, work);
    } catch (PlatformException e) {
      return List.of(
          result(one, "", "ask", Result.Outcome.FAILED, e.failure().reason() + "; try again"));
    } catch (Claim.BusyException e) {
      return List.of(
          result(one, "", "ask", Result.Outcome.REFUSED, String.valueOf(e.getMessage())));
    }
  }

  /** Those named, or all; in the order in which they are held. */
  private List<Wired> chosen(Set<String> names) {
    for (String name : names) {
      if (wired.stream().noneMatch(one -> one.name().equals(name))) {
        throw new IntegrationException(
            "no integration '"
                + name
                + "' in integrations.yaml; it has "
                + wired.stream().map(Wired::name).toList());
      }
    }
    return wired.stream()
        .filter(one -> names.isEmpty() || names.contains(one.name()))
        .sorted(Comparator.comparingInt(Way::order).thenComparing(Wired::name))
        .toList();
  }

  static Result result(Wired one, String item, String verb, Result.Outcome outcome, String say) {
    return new Result(one.name(), item, verb, outcome, say, null);
  }

  static String word(Enum<?> name) {
    return name.name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * A person says that a step is done, or whether a change took effect.
   *
   * @param step the step's id
   * @param effect true: it is done, or took effect; false: it had no effect
   * @param note what the person saw
   * @param evidence what they attach, or null
   * @throws IntegrationException if it cannot count
   */
  public Steps.Step confirm(
      String step, Actor actor, boolean effect, String note, Steps.@Nullable Attachment evidence) {
    actor.require(Actor.Role.OPERATOR, "confirm a manual step");
    Steps.Step asked = steps.step(step);
    Wired one =
        wired.stream()
            .filter(each -> each.name().equals(asked.integration()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IntegrationException(
                        asked.integration() + " is no longer in integrations.yaml"));
    return new Confirmations(ground)
        .confirm(claim, one, asked, new Confirmations.Word(actor, effect, note, evidence));
  }
}
