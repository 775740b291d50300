package dev.backhaul.rollback;

import dev.backhaul.mapping.MappingException;
import dev.backhaul.reload.AppliedConfig;
import dev.backhaul.reload.Change;
import dev.backhaul.reload.Differences;
import dev.backhaul.reload.Effect;
import dev.backhaul.reload.Outcome;
import dev.backhaul.reload.Outcome.Result;
import dev.backhaul.reload.Snapshot;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Fence;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.yaml.MissingSecretException;
import dev.backhaul.yaml.Problem;
import dev.backhaul.yaml.YamlException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts changed files in force while the service runs: all are read and checked, told apart from
 * what is in force, shown, and only then put in place, once work has reached a boundary. All of it
 * or nothing: a wrong file changes nothing, and a file that is gone stops nothing.
 */
public final class Reload {
  /** Files that somebody is still saving settle for so long before they are read. */
  static final Duration QUIET = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  private final Rollback rollback;
  private final Settings settings;
  private final AppliedConfig applied;
  private final Fence fence;
  private final ReentrantLock single = new ReentrantLock();
  private Snapshot inForce;

  /** Hashes as last seen; since when they stand so; hashes as last judged. */
  private Map<String, String> seen = Map.of();

  private Instant since = Instant.EPOCH;
  private @Nullable Map<String, String> judged;

  Reload(Rollback rollback, Settings settings, AppliedConfig applied, Fence fence) {
    this.rollback = rollback;
    this.settings = settings;
    this.applied = applied;
    this.fence = fence;
    inForce = scope().read();
    judged = inForce.hashes();
    applied.record(fence, inForce, Actor.SERVICE, List.of());
  }

  private Snapshot.Scope scope() {
    return scope(settings, rollback.configuration());
  }

  static Snapshot.Scope scope(Settings settings, Configuration configuration) {
    return new Snapshot.Scope(
        settings.home(),
        settings.migration(),
        configuration.source().platform(),
        configuration.target().platform());
  }

  /**
   * Looks whether a file changed, or somebody asked for a reload; called every few seconds. Changes
   * in quick succession are one.
   */
  public void look() {
    applied.takeRequest().ifPresent(request -> now(request.actor(), request.reason()));
    Map<String, String> hashes;
    try {
      hashes = scope().hashes();
    } catch (UncheckedIOException e) {
      LOG.warn("the files cannot be looked at: {}", e.getMessage());
      return;
    }
    Instant now = settings.time().instant();
    if (!hashes.equals(seen)) {
      seen = hashes;
      since = now;
    }
    if (!hashes.equals(judged) && !now.isBefore(since.plus(QUIET))) {
      now(Actor.SERVICE, "a file changed");
    }
  }

  /**
   * Reads the files now and puts what changed in force.
   *
   * @param actor who asks
   * @throws dev.backhaul.store.NotAllowedException if the actor is no operator
   */
  public Outcome now(Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "reload the configuration");
    if (!single.tryLock()) {
      return outcome(
          actor, Result.BUSY, List.of(), List.of("another reload is under way"), List.of());
    }
    try {
      Outcome outcome = judge(actor, reason);
      applied.keep(outcome);
      judged = outcome.result() == Result.BUSY ? null : scope().hashes();
      return outcome;
    } finally {
      single.unlock();
    }
  }

  private Outcome judge(Actor actor, String reason) {
    TreeSet<String> gone = new TreeSet<>(inForce.hashes().keySet());
    gone.removeAll(scope().hashes().keySet());
    if (!gone.isEmpty()) {
      LOG.warn("files are gone, what they said stays in force: {}", gone);
      return outcome(
          actor,
          Result.ORPHANED,
          List.of(),
          List.of("put back " + String.join(", ", gone) + "; until then no other change is taken"),
          List.copyOf(gone));
    }
    Snapshot next;
    Configuration configuration;
    try {
      next = scope().read();
      configuration = checked();
    } catch (YamlException e) {
      return invalid(actor, e.problems().stream().map(Problem::toString).toList());
    } catch (MappingException
        | ConfigurationException
        | MissingSecretException
        | UncheckedIOException
        | IllegalArgumentException e) {
      return invalid(actor, List.of(String.valueOf(e.getMessage())));
    }
    if (!next.hashes().equals(scope().hashes())) {
      return outcome(
          actor,
          Result.BUSY,
          List.of(),
          List.of("the files changed while they were read; they are read again"),
          List.of());
    }
    return put(actor, reason, next, configuration);
  }

  /** Everything that opening a rollback would refuse is refused here. */
  private Configuration checked() {
    Configuration next =
        Configuration.read(settings.home(), settings.migration(), settings.environment());
    PlatformRoutes.check(settings.home(), next.target().platform(), next.migration().objects());
    List<Problem> problems = next.migration().problems(settings.time().instant());
    if (!problems.isEmpty()) {
      throw new YamlException(problems);
    }
    return next;
  }

  private Outcome invalid(Actor actor, List<String> problems) {
    LOG.error("the configuration is not taken, what ran goes on: {}", problems);
    return outcome(actor, Result.INVALID, List.of(), problems, List.of());
  }

  private Outcome put(Actor actor, String reason, Snapshot next, Configuration configuration) {
    List<Change> changes = Differences.between(inForce, next);
    if (changes.isEmpty()) {
      // A comment: what is in force has new bytes.
      accept(next, actor, changes);
      return outcome(actor, Result.UNCHANGED, changes, List.of(), List.of());
    }
    changes.forEach(change -> LOG.info("configuration: {}", change.line()));
    List<String> refusals = refusals(changes, approved(rollback.books()));
    if (!refusals.isEmpty()) {
      LOG.error("the configuration is not taken, what ran goes on: {}", refusals);
      return outcome(actor, Result.REFUSED, changes, refusals, List.of());
    }
    boolean swapped;
    try {
      swapped = rollback.inForce().swap(configuration, PATIENCE);
    } catch (LostLeaseException | DrainedException e) {
      throw e;
    } catch (RuntimeException e) {
      // The new engine could not be made; the old one goes on.
      return invalid(actor, List.of(String.valueOf(e.getMessage())));
    }
    if (!swapped) {
      return outcome(
          actor,
          Result.BUSY,
          changes,
          List.of(
              "work did not reach a page or batch boundary in "
                  + PATIENCE.toMinutes()
                  + " minutes; tried again"),
          List.of());
    }
    accept(next, actor, changes);
    LOG.info("{} changes are in force, asked by {}: {}", changes.size(), actor.name(), reason);
    return outcome(actor, Result.APPLIED, changes, List.of(), List.of());
  }

  private void accept(Snapshot next, Actor actor, List<Change> changes) {
    inForce = next;
    applied.record(fence, next, actor, changes);
  }

  /** Why changes may not be put in place, one line each; empty if all may. */
  static List<String> refusals(List<Change> changes, boolean approved) {
    List<String> out = new ArrayList<>();
    for (Change change : changes) {
      Effect effect = change.effect();
      boolean may =
          switch (effect) {
            case AT_ONCE -> true;
            case BEFORE_APPROVAL -> !approved;
            case RESTART, NEVER -> false;
          };
      if (!may) {
        out.add(change.line() + ": " + effect.words());
      }
    }
    return out;
  }

  /** Whether people agreed to something that rests on the mappings. */
  static boolean approved(Books books) {
    return books.inForce().stream()
        .anyMatch(
            each -> each.kind() == Approvals.Kind.PLAN || each.kind() == Approvals.Kind.STANDING);
  }

  private Outcome outcome(
      Actor actor,
      Result result,
      List<Change> changes,
      List<String> problems,
      List<String> orphaned) {
    return new Outcome(
        settings.time().instant(), actor.name(), result, changes, problems, orphaned);
  }
}
