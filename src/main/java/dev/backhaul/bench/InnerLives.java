package dev.backhaul.bench;

import dev.backhaul.demo.Finding;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.time.SystemTime;
import dev.backhaul.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The lives of one world inside this process, each ended in a way that is drawn. */
final class InnerLives {
  /** Steps that a life may pass before it is killed; a whole rollback has some thousands. */
  private static final int LONGEST = 600;

  /** Most lives are short, so that kills lie close together. */
  private static final int SHORT = 120;

  /** Real time until a life is killed from outside, in milliseconds at most. */
  private static final int INSTANT_MILLIS = 400;

  /** Lives of one rollback; then one may get home, and the next world begins. */
  static final int MOST = 60;

  /** The same while it is undone. */
  static final int MOST_BACK = 20;

  /** Where a life may fall asleep: outside every transaction, with work in hand. */
  private static final List<CrashPoint.Point> BEDS =
      List.of(
          CrashPoint.Point.CURSOR_COMMITTED,
          CrashPoint.Point.INTENT_COMMITTED,
          CrashPoint.Point.SENT_COMMITTED,
          CrashPoint.Point.WRITE_RETURNED,
          CrashPoint.Point.ANSWER_COMMITTED,
          CrashPoint.Point.VERIFIED_COMMITTED);

  private static final CrashPoint.Point[] POINTS = CrashPoint.Point.values();

  private final InnerWorld world;
  private final VirtualTime time;
  private final long seed;
  private final Random random;
  private final Toll toll;
  private final int most;
  private final int mostBack;
  private Walk.Way way = Walk.Way.HOME;

  /**
   * The lives of a world.
   *
   * @param most lives before one may get home
   * @param mostBack lives before one may undo everything, in worlds that are undone
   */
  InnerLives(InnerWorld world, long seed, Toll toll, int most, int mostBack) {
    this.most = most;
    this.mostBack = mostBack;
    this.world = world;
    this.time = world.time();
    this.seed = seed;
    this.random = new Random(seed);
    this.toll = toll;
  }

  /** Lives and dies until one gets home; then the judge is asked. */
  void run() throws InterruptedException {
    InnerWorld.End end = lives(most);
    if (end.fate() != InnerWorld.Fate.HOME) {
      toll.stuck(seed, end.why());
      return;
    }
    List<Finding> found = new ArrayList<>(world.judge());
    if (InnerWorld.undone(seed) && found.isEmpty()) {
      way = Walk.Way.BACK;
      end = lives(mostBack);
      if (end.fate() != InnerWorld.Fate.HOME) {
        toll.stuck(seed, "while everything was undone: " + end.why());
        return;
      }
      found.addAll(world.judgeUndone());
      toll.undone();
    }
    toll.judged(seed, found, BadWeather.hits(world.incident()));
  }

  private InnerWorld.End lives(int most) throws InterruptedException {
    InnerWorld.End end;
    int lives = 0;
    do {
      end = ++lives > most ? world.live(Mortality.none(time), way) : drawn(random.nextInt(100));
    } while (end.fate() == InnerWorld.Fate.DIED || end.fate() == InnerWorld.Fate.FENCED);
    return end;
  }

  private InnerWorld.End drawn(int die) throws InterruptedException {
    if (die < 30) {
      return killed(Toll.Kind.STEP, Mortality.at(time, null, random.nextInt(SHORT)));
    }
    if (die < 55) {
      return killed(Toll.Kind.STEP, Mortality.at(time, null, random.nextInt(LONGEST)));
    }
    if (die < 70) {
      String point = POINTS[random.nextInt(POINTS.length)].name();
      return killed(Toll.Kind.STEP, Mortality.at(time, point, random.nextInt(5)));
    }
    if (die < 85) {
      Mortality mortality = Mortality.none(time);
      Duration span = Duration.ofMillis(random.nextInt(INSTANT_MILLIS));
      Thread killer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      new SystemTime().sleep(span);
                      mortality.kill("INSTANT");
                    } catch (InterruptedException e) {
                      // The life has ended before its time.
                    }
                  });
      InnerWorld.End end = killed(Toll.Kind.INSTANT, mortality);
      killer.interrupt();
      return end;
    }
    return takenOver();
  }

  private InnerWorld.End killed(Toll.Kind kind, Mortality mortality) throws InterruptedException {
    InnerWorld.End end = world.live(mortality, way);
    if (end.fate() == InnerWorld.Fate.DIED) {
      toll.killed(kind, end.why());
    }
    return end;
  }

  /** A life stands still for longer than its lease; another goes on; then both are awake. */
  private InnerWorld.End takenOver() throws InterruptedException {
    String bed = BEDS.get(random.nextInt(BEDS.size())).name();
    Duration span = Duration.ofSeconds(150 + random.nextInt(600));
    Mortality sleepy = Mortality.sleepingAt(time, bed, random.nextInt(6), span);
    CompletableFuture<InnerWorld.End> sleeper = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("torture-sleeper")
        .daemon()
        .start(
            () -> {
              try {
                sleeper.complete(world.live(sleepy, way));
              } catch (InterruptedException | RuntimeException | Error e) {
                sleeper.completeExceptionally(e);
              }
            });
    while (!sleepy.asleepWithin(20) && !sleeper.isDone()) {
      // Real time: it works, or virtual time would have moved on.
    }
    InnerWorld.End next =
        sleeper.isDone()
            ? join(sleeper)
            : killed(Toll.Kind.STEP, Mortality.at(time, null, random.nextInt(4 * LONGEST)));
    InnerWorld.End first = join(sleeper);
    if (first.fate() == InnerWorld.Fate.FENCED) {
      toll.killed(Toll.Kind.TAKEN_OVER, "asleep at " + bed);
    }
    // Whoever began later may have switched rules off again after the first got home.
    return first.fate() == InnerWorld.Fate.STUCK ? first : next;
  }

  private static InnerWorld.End join(CompletableFuture<InnerWorld.End> life)
      throws InterruptedException {
    try {
      return life.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
