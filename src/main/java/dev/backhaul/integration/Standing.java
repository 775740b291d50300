package dev.backhaul.integration;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.State;
import dev.backhaul.manifest.Integration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one integration stands, by the journal alone.
 *
 * @param way how it is held
 * @param captured items whose state is kept
 * @param changed our changes that stand
 * @param unclear changes whose end nobody knows
 * @param steps manual steps not yet confirmed
 * @param since when the newest change was made; null if there is none
 */
public record Standing(
    String integration,
    String kind,
    String owner,
    Integration.Hold way,
    Phase phase,
    int captured,
    int changed,
    int unclear,
    int steps,
    @Nullable Instant since) {

  /** Where it is. */
  public enum Phase {
    /** As its owner left it. */
    LIVE,
    /** Held, by us or by people. */
    HELD,
    /** A change's end is not known. */
    UNCLEAR,
    /** People have been asked and have not confirmed. */
    WAITING
  }

  static Standing of(Ground ground, Wired one, Steps steps) {
    List<Entry> entries =
        ground.store().read(handle -> Book.entries(handle, Unclear.reading(ground), one.name()));
    List<Entry> changed =
        entries.stream()
            .filter(entry -> entry.state() == State.VERIFIED && entry.intent().undoes() == null)
            .toList();
    int unclear = (int) entries.stream().filter(entry -> entry.state().open()).count();
    int captured =
        ground.store().read(handle -> new Captures(ground).open(handle, one.name())).size();
    List<Steps.Step> asked = steps.of(one.name());
    int open = (int) asked.stream().filter(step -> step.state().equals("ASKED")).count();
    boolean byHand =
        asked.stream()
            .anyMatch(
                step ->
                    step.done() && (step.due().equals("PAUSE") || step.due().equals("REPOINT")));
    Phase phase =
        unclear > 0
            ? Phase.UNCLEAR
            : open > 0 ? Phase.WAITING : changed.isEmpty() && !byHand ? Phase.LIVE : Phase.HELD;
    return new Standing(
        one.name(),
        one.kind().kind(),
        one.spec().owner(),
        Way.of(one),
        phase,
        captured,
        changed.size(),
        unclear,
        open,
        changed.isEmpty() ? null : changed.getLast().updatedAt());
  }
}
