package dev.backhaul.rollback;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The engine in force, and how one for another configuration takes its place: work holds one engine
 * from its beginning to its end, a swap waits until none does.
 */
final class InForce implements AutoCloseable {
  private static final Duration STEP = Duration.ofSeconds(5);

  private final Settings settings;
  private final Engine.Ground ground;
  private final Round round;
  private final ReadWriteLock works = new ReentrantReadWriteLock();
  private volatile Engine engine;
  private volatile boolean watching;

  InForce(Settings settings, Configuration configuration, Engine.Ground ground, Round round) {
    this.settings = settings;
    this.ground = ground;
    this.round = round;
    engine = Engine.start(settings, configuration, ground, round);
  }

  Engine engine() {
    return engine;
  }

  /** Work on one engine. */
  <T> T held(Function<Engine, T> task) {
    works.readLock().lock();
    try {
      return task.apply(engine);
    } finally {
      works.readLock().unlock();
    }
  }

  /** Starts the scheduled rounds, of this engine and of those after it; gives their routes' ids. */
  List<String> watch() {
    watching = true;
    engine.watch();
    return engine.rounds();
  }

  /**
   * Puts another configuration in place. Work under way gives way at its next page or batch
   * boundary; lease, store and everything in it stay. The new engine stands before the old one
   * goes: if it cannot be made, the old one goes on.
   *
   * @param next read and checked
   * @param patience how long work may take to reach a boundary
   * @return false if it did not in that time; then nothing changed
   */
  boolean swap(Configuration next, Duration patience) {
    ground.boundary().close();
    try {
      if (!settled(patience)) {
        return false;
      }
      try {
        Engine fresh = Engine.start(settings, next, ground, round);
        Engine old = engine;
        engine = fresh;
        old.close();
      } finally {
        works.writeLock().unlock();
      }
      return true;
    } finally {
      ground.boundary().open();
      if (watching) {
        engine.watch();
        if (round.gaveWay()) {
          engine.roundNow();
        }
      }
    }
  }

  /** Whether work is to give way to a changed configuration. */
  boolean givesWay() {
    return ground.boundary().closed();
  }

  /** Waits for the round and whatever else works, keeping the lease; true with the write lock. */
  private boolean settled(Duration patience) {
    long steps = Math.max(1, patience.dividedBy(STEP));
    for (long step = 0; step < steps; step++) {
      ground.lease().keep();
      try {
        if (engine.unwatch(STEP.toSeconds())
            && works.writeLock().tryLock(STEP.toSeconds(), TimeUnit.SECONDS)) {
          return true;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /** Ends as a killed process would. */
  void abandon() {
    engine.abandon();
  }

  @Override
  public void close() {
    engine.close();
  }
}
