package dev.backhaul.apply;

import dev.backhaul.journal.Journal;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Fence;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Standing;
import dev.backhaul.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Says whether anything may be written now, and what of it. Asked before every batch. */
public final class Gate {
  private static final String STANDING = "standing:";
  private final Store store;
  private final Supplier<Fence> fence;
  private final DesiredState desired;
  private final Approvals approvals;
  private final Silence silence;
  private final Decisions decisions;
  private final Journal journal;
  private final InstantSource clock;

  /** A gate before one account. */
  public Gate(
      Store store,
      Supplier<Fence> fence,
      DesiredState desired,
      Approvals approvals,
      Silence silence,
      Decisions decisions,
      Journal journal,
      InstantSource clock) {
    this.store = store;
    this.fence = fence;
    this.desired = desired;
    this.approvals = approvals;
    this.silence = silence;
    this.decisions = decisions;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Decisions that may be sent, and what allows each.
   *
   * @param decisions those allowed, in order
   * @param authority the plan's hash, or {@code standing:<name>}
   */
  public record Admitted(List<Decision> decisions, String authority) {}

  /**
   * Whether anything may be written now.
   *
   * @throws GateClosedException with every reason there is
   */
  public void open() {
    List<String> reasons = new ArrayList<>();
    try {
      store.useTransaction(tx -> fence.get().check(tx));
    } catch (LostLeaseException e) {
      reasons.add(e.getMessage());
    }
    store.read(
        handle -> {
          desired
              .paused(handle, Brake.APPLY)
              .ifPresent(
                  pause ->
                      reasons.add(
                          pause.name()
                              + " is paused by "
                              + pause.actor()
                              + " since "
                              + pause.at()
                              + " ("
                              + pause.reason()
                              + "); resume it when that is settled"));
          reasons.addAll(silence.doubts(handle));
          return true;
        });
    if (!reasons.isEmpty()) {
      throw new GateClosedException(reasons);
    }
  }

  /**
   * What of a batch is approved: by the approved plan, else by a standing approval that fits.
   *
   * @throws GateClosedException if {@link #open} would, or nothing of the batch is approved
   */
  public Admitted admit(Batch batch) {
    open();
    String hash = decisions.planHash();
    return store.read(handle -> admit(handle, batch, hash));
  }

  /**
   * Whether an undo may run.
   *
   * @param hash the hash of the previewed undo
   * @throws GateClosedException if {@link #open} would, or the preview is not approved
   */
  public void admitUndo(String hash) {
    open();
    if (!store.<Boolean, RuntimeException>read(handle -> approvals.planApproved(handle, hash))) {
      throw new GateClosedException(
          List.of("the undo " + hash + " is not approved: show its preview to an approver"));
    }
  }

  private Admitted admit(Handle handle, Batch batch, String hash) {
    boolean consented = approvals.consented(handle, hash);
    if (approvals.planApproved(handle, hash)) {
      List<Decision> allowed =
          batch.decisions().stream()
              .filter(d -> consented || d.undo() != Decision.UndoClass.NONE)
              .toList();
      if (allowed.isEmpty()) {
        throw new GateClosedException(
            List.of(
                batch.object()
                    + " "
                    + batch.kind()
                    + " cannot be undone: that needs its own consent to plan "
                    + hash));
      }
      return new Admitted(allowed, hash);
    }
    return standing(handle, batch)
        .orElseThrow(
            () ->
                new GateClosedException(
                    List.of(
                        "plan "
                            + hash
                            + " is not approved, and no standing approval fits or has records left this hour: approve it")));
  }

  private Optional<Admitted> standing(Handle handle, Batch batch) {
    List<Decision> undoable =
        batch.decisions().stream().filter(d -> d.undo() != Decision.UndoClass.NONE).toList();
    for (Standing standing : approvals.standing(handle)) {
      String authority = STANDING + standing.name();
      if (standing.covers(batch.object(), batch.kind().name())) {
        long spent =
            journal.allowedBy(handle, authority, clock.instant().minus(Duration.ofHours(1)));
        long left = Math.max(0, standing.mostPerHour() - spent);
        if (left > 0 && !undoable.isEmpty()) {
          return Optional.of(new Admitted(undoable.stream().limit(left).toList(), authority));
        }
      }
    }
    return Optional.empty();
  }
}
