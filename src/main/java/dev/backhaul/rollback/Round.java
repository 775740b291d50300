package dev.backhaul.rollback;

import dev.backhaul.apply.GateClosedException;
import dev.backhaul.apply.Report;
import dev.backhaul.apply.StoppedException;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.store.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of the long-running service, step by step as {@code routes/watch.camel.yaml} calls it.
 */
public final class Round {
  private static final Logger LOG = LoggerFactory.getLogger(Round.class);

  private final Rollback rollback;
  private final Boundary boundary;
  private volatile @Nullable Instant finished;
  private volatile @Nullable String trouble;
  private final AtomicBoolean gaveWay = new AtomicBoolean();

  Round(Rollback rollback, Boundary boundary) {
    this.rollback = rollback;
    this.boundary = boundary;
  }

  /** Brings the delta up to date; first what an earlier round may have left switched off. */
  public void stage() {
    boundary.keep();
    try {
      rollback.silence().late(Actor.SERVICE);
    } catch (StoppedException e) {
      LOG.warn("rules of the source may be off: {}", e.getMessage());
    }
    rollback.stage();
  }

  /**
   * Plans from what is staged, once what was approved before is finished: a new plan would name
   * records that half of the old one has made meanwhile, and ask for a new approval.
   */
  public PlanSummary plan() {
    try {
      apply();
    } catch (GateClosedException e) {
      LOG.info("what was approved before waits: {}", e.getMessage());
    }
    boundary.keep();
    return rollback.plan();
  }

  /**
   * Applies what is approved: this very plan, or what a standing approval fits. Without either
   * nothing is written, nor is the source silenced.
   */
  public List<Report> apply() {
    boundary.keep();
    Books books = rollback.books();
    boolean allowed =
        books.approved(books.decisions().planHash())
            || books.inForce().stream()
                .anyMatch(each -> each.kind() == dev.backhaul.store.Approvals.Kind.STANDING);
    List<Report> reports = new ArrayList<>();
    if (!allowed || !books.decisions().anyReady()) {
      return reports;
    }
    try {
      rollback.silence().prove(Actor.SERVICE);
      for (int wave = 1; wave <= rollback.waves(); wave++) {
        Report report = rollback.apply(wave);
        reports.add(report);
        if (report.stopped() != null) {
          break;
        }
      }
      return reports;
    } finally {
      rollback.silence().restore(Actor.SERVICE);
    }
  }

  /** Notes that the round went through. */
  public void done() {
    finished = rollback.now();
    trouble = null;
  }

  /** Notes why a round did not go through; the next one tries again. To give way is no trouble. */
  public void failed(Exception cause) {
    if (cause instanceof GaveWayException) {
      gaveWay.set(true);
      LOG.info("this round {}", cause.getMessage());
      return;
    }
    boolean told =
        cause instanceof GateClosedException
            || cause instanceof PausedException
            || cause instanceof DrainedException;
    String message = cause.getMessage();
    trouble = told && message != null ? message : cause.getClass().getSimpleName() + ": " + message;
    LOG.warn("this round did not go through: {}", trouble);
  }

  /** Whether a round gave way since this was asked last: it goes on as soon as work may. */
  boolean gaveWay() {
    return gaveWay.getAndSet(false);
  }

  /** When the last round went through; null before the first. */
  public @Nullable Instant finished() {
    return finished;
  }

  /** Why the last round did not go through; null if it did. */
  public @Nullable String trouble() {
    return trouble;
  }
}
