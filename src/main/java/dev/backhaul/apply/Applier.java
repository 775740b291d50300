package dev.backhaul.apply;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.State;
import dev.backhaul.plan.Decisions;
import dev.backhaul.platform.Account;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies a wave: gate, batches, setup, attach, capture, send, verify, settle, until nothing is
 * left that can be sent. The steps are beans of their own; the route shows the same chain.
 */
public final class Applier {
  /** The steps, each usable by itself. */
  public record Steps(
      Gate gate,
      Batches batches,
      Setup setup,
      Attach attach,
      Capture capture,
      Send send,
      Verify verify,
      Settle settle,
      Brake brake) {}

  /**
   * What applying stands on.
   *
   * @param account the system written to
   * @param target the system that files come from
   * @param fence the lease of the account written to
   */
  public record Ground(
      Store store,
      Journal journal,
      Account account,
      Account target,
      Decisions decisions,
      Asking asking,
      Approvals approvals,
      DesiredState desired,
      Silence silence,
      Compensation compensation,
      Supplier<Fence> fence,
      Ids ids,
      Time time,
      ApplySettings settings) {}

  private final Decisions decisions;
  private final Steps steps;
  private final Time time;
  private final int lanes;
  private final Progress progress;
  private final Chain chain;
  private final Semaphore running = new Semaphore(1);

  /** One batch through all steps; the route {@code apply.batch} in production. */
  @FunctionalInterface
  public interface Chain {
    /** The batch's entries as they ended. */
    List<Entry> apply(Batch batch);
  }

  private Applier(
      Decisions decisions,
      Steps steps,
      Time time,
      int lanes,
      Progress progress,
      @Nullable Chain chain) {
    this.decisions = decisions;
    this.steps = steps;
    this.time = time;
    this.lanes = lanes;
    this.progress = progress;
    this.chain = chain == null ? this::inOrder : chain;
  }

  /** Builds the steps and the applier that chains them itself. */
  public static Applier on(Ground ground, Progress progress) {
    return on(ground, progress, null);
  }

  /** Builds the steps and an applier whose batches go through {@code chain}. */
  public static Applier on(Ground ground, Progress progress, @Nullable Chain chain) {
    return new Applier(
        ground.decisions(),
        steps(ground),
        ground.time(),
        ground.settings().lanes(),
        progress,
        chain);
  }

  /** The answer of a chain behind a route, typed again. */
  public static List<Entry> entries(List<?> answer) {
    return answer.stream().map(Entry.class::cast).toList();
  }

  static Steps steps(Ground g) {
    Patience patience = new Patience(g.time(), g.settings());
    Brake brake = new Brake(g.settings().brake(), g.desired());
    ReadBack readBack = new ReadBack(g.store(), g.journal(), g.account(), patience);
    Outcome outcome = new Outcome(g.store(), g.journal(), g.decisions(), g.asking(), brake);
    Send send =
        new Send(
            g.journal(), g.account(), outcome, brake, g.ids(), g.time(), g.settings(), patience);
    Verify verify = new Verify(g.journal(), readBack, outcome);
    Settle settle =
        new Settle(
            g.store(),
            g.journal(),
            readBack,
            outcome,
            send,
            g.asking(),
            g.time(),
            g.settings(),
            patience);
    Gate gate =
        new Gate(
            g.store(),
            g.fence(),
            g.desired(),
            g.approvals(),
            g.silence(),
            g.decisions(),
            g.journal(),
            g.time());
    return new Steps(
        gate,
        new Batches(
            g.store(), g.decisions(), g.journal(), g.account(), g.time(), g.settings().round()),
        new Setup(g, readBack, send, verify, settle),
        new Attach(g, brake, patience),
        new Capture(g, readBack, outcome, new Collisions(g.account(), patience), brake),
        send,
        verify,
        settle,
        brake);
  }

  /** The steps, for a route that shows them one by one. */
  public Steps steps() {
    return steps;
  }

  /**
   * Applies what is ready of a wave, as far as it goes. Begins by settling what an earlier run left
   * open. Call again after a stop: nothing is sent twice.
   *
   * @throws GateClosedException if nothing may be written at all
   * @throws IllegalStateException if this applier is at work already
   */
  public Report applyWave(int wave) {
    if (!running.tryAcquire()) {
      throw new IllegalStateException("a wave is being applied already: wait for it, or pause it");
    }
    try {
      return apply(wave);
    } finally {
      running.release();
    }
  }

  /**
   * Settles what an earlier run left open, without sending anything. A plan made before that would
   * take our own unfinished write for somebody's edit, and ask for a new approval.
   *
   * @throws StoppedException if the platform cannot be read
   * @throws IllegalStateException if this applier is at work
   */
  public void settle() {
    if (!running.tryAcquire()) {
      throw new IllegalStateException("a wave is being applied: wait for it, or pause it");
    }
    try {
      steps.settle().recover();
    } finally {
      running.release();
    }
  }

  private Report apply(int wave) {
    AtomicInteger written = new AtomicInteger();
    steps.brake().release();
    steps.gate().open();
    try {
      count(steps.settle().recover(), written);
      while (true) {
        Round round = steps.batches().next(wave);
        if (!round.batches().isEmpty()) {
          send(round.batches(), written);
        } else if (round.due() != null) {
          time.sleepUntil(round.due());
        } else {
          if (round.unsettled() > 0) {
            steps.brake().check();
          }
          return report(wave, written.get(), round, null);
        }
      }
    } catch (GateClosedException | StoppedException e) {
      return report(wave, written.get(), steps.batches().next(wave), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return report(
          wave,
          written.get(),
          steps.batches().next(wave),
          "applying was interrupted; apply again to go on");
    }
  }

  private Report report(int wave, int written, Round round, @Nullable String stopped) {
    int ready = Math.toIntExact(decisions.countReady(wave));
    return new Report(wave, written, round.unsettled(), round.waiting(), ready, stopped);
  }

  /**
   * One batch through all steps. Nothing of it is left open unless the platform or a person must
   * speak.
   */
  public List<Entry> apply(Batch batch) {
    try (Time.Work work = time.work()) {
      return chain.apply(batch);
    }
  }

  private List<Entry> inOrder(Batch batch) {
    steps.brake().check();
    Gate.Admitted admitted =
        steps.attach().attach(steps.setup().prepare(steps.gate().admit(batch)));
    List<Entry> entries = steps.capture().capture(admitted);
    return steps.settle().settle(steps.verify().verify(steps.send().send(entries)));
  }

  /** All batches of a round; what the gate holds back does not hold back the others. */
  private void send(List<Batch> batches, AtomicInteger written) throws InterruptedException {
    Queue<GateClosedException> closed = new ConcurrentLinkedQueue<>();
    if (lanes == 1 || batches.size() == 1) {
      batches.forEach(batch -> send(batch, written, closed));
    } else {
      try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(lanes, batches.size()))) {
        List<Future<?>> calls = new ArrayList<>();
        batches.forEach(batch -> calls.add(pool.submit(() -> send(batch, written, closed))));
        join(calls);
      }
    }
    if (closed.size() == batches.size()) {
      throw closed.remove();
    }
  }

  /** Waits for all; the first failure keeps those not begun from beginning. */
  private static void join(List<Future<?>> calls) throws InterruptedException {
    Throwable first = null;
    for (Future<?> call : calls) {
      // A call that is cancelled never began: its decisions are still ready.
      if (first == null || !call.cancel(false)) {
        try {
          call.get();
        } catch (ExecutionException e) {
          first = first == null ? e.getCause() : first;
        }
      }
    }
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first instanceof Error e) {
      throw e;
    }
  }

  private void send(Batch batch, AtomicInteger written, Queue<GateClosedException> closed) {
    try {
      count(apply(batch), written);
      progress.moved("applied", batch.object(), written.get(), -1);
    } catch (GateClosedException e) {
      closed.add(e);
    }
  }

  private static void count(List<Entry> entries, AtomicInteger written) {
    written.addAndGet(
        (int) entries.stream().filter(entry -> entry.state() == State.VERIFIED).count());
  }
}
