package dev.backhaul.bench;

import dev.backhaul.demo.Finding;
import dev.backhaul.demo.Homecoming;
import dev.backhaul.demo.Incident;
import dev.backhaul.demo.Scale;
import dev.backhaul.demo.Story;
import dev.backhaul.demo.World;
import dev.backhaul.demo.servicedesk.ServicedeskWorld;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Configuration;
import dev.backhaul.rollback.HeldException;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.VirtualTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One failed migration in this process, in virtual time, at the platforms' real limits, whose
 * rollback many lives take part in. The sandboxes outlive all of them.
 */
final class InnerWorld implements AutoCloseable {
  /** Longer than a lease: nobody gives back that of a dead life, so the next waits it out. */
  private static final Duration WAIT = Duration.ofSeconds(121);

  /** Every life of a process reads its files; reading them a thousand times here proves nothing. */
  private static final Map<String, Configuration> READ = new ConcurrentHashMap<>();

  private final Path home;
  private final Configuration configuration;
  private final StoreSettings store;
  private final VirtualTime time = VirtualTime.startingAt(Incident.MONDAY);
  private final Incident incident;
  private final ExecutorService undertaker = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger lives = new AtomicInteger();

  /** How a life ended. */
  enum Fate {
    /** It got to the end of the rollback. */
    HOME,
    /** It was killed. */
    DIED,
    /** Another had taken over, and it was refused. */
    FENCED,
    /** None of these. */
    STUCK
  }

  /**
   * The end of a life.
   *
   * @param why where it was killed, or what else ended it
   */
  record End(Fate fate, String why) {}

  /** A fresh world. */
  InnerWorld(Path home, StoreSettings store, long seed) throws IOException {
    this.home = home;
    this.store = store;
    Story story = story(seed);
    configuration =
        READ.computeIfAbsent(
            home + " " + story.migration(),
            key -> Configuration.read(home, story.migration(), Incident.secrets()));
    incident = Incident.start(story, time);
    BadWeather.over(incident, new Random(seed));
  }

  /** Every third world has its roles swapped. */
  static Story story(long seed) {
    return seed % 3 == 0 ? ServicedeskWorld.of(seed, Scale.TINY) : World.of(seed, Scale.TINY);
  }

  /** Every second rollback is undone after it got home. */
  static boolean undone(long seed) {
    return seed % 2 == 0;
  }

  VirtualTime time() {
    return time;
  }

  Incident incident() {
    return incident;
  }

  /** Lives once: waits for the lease of whoever was before, then goes on to the end or its own. */
  End live(Mortality mortality, Walk.Way way) throws InterruptedException {
    Rollback rollback = null;
    try {
      rollback = open(mortality);
      new Walk(rollback, mortality.time(), stop -> {}).walk(way);
      return new End(Fate.HOME, "");
    } catch (LostLeaseException e) {
      return new End(Fate.FENCED, "");
    } catch (RuntimeException | Error e) {
      String died = mortality.died();
      return died == null ? new End(Fate.STUCK, trace(e)) : new End(Fate.DIED, died);
    } finally {
      bury(mortality, rollback);
    }
  }

  private static String trace(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** What the ledgers say, when all lives are over. */
  List<Finding> judge() throws InterruptedException {
    try (Rollback rollback = open(Mortality.none(time))) {
      return new Homecoming(rollback).judged(incident).findings();
    }
  }

  /** What the source says, when everything has been undone as well. */
  List<Finding> judgeUndone() {
    return incident.judgeUndone().findings();
  }

  private Rollback open(Mortality mortality) throws InterruptedException {
    int life = lives.incrementAndGet();
    if (life > 1) {
      time.sleep(WAIT);
    }
    String owner = "life-" + life;
    while (true) {
      try {
        return Rollback.open(
            new Settings(
                home,
                incident.story().migration(),
                Incident.secrets(),
                mortality.time(),
                Progress.NONE,
                incident.baseUrls(),
                store,
                owner,
                mortality),
            configuration);
      } catch (HeldException e) {
        time.sleep(WAIT);
      }
    }
  }

  /** A killed process has its connections and threads taken away; a living one closes in order. */
  private void bury(Mortality mortality, @Nullable Rollback rollback) {
    if (rollback == null) {
      return;
    }
    if (mortality.died() == null) {
      close(rollback);
    } else {
      undertaker.execute(() -> abandon(rollback));
    }
  }

  private static void close(Rollback rollback) {
    try {
      rollback.close();
    } catch (Mortality.Death dead) {
      // As it must: the dead give nothing back. Their connections are closed all the same.
    }
  }

  private static void abandon(Rollback rollback) {
    try {
      rollback.abandon();
    } catch (Mortality.Death dead) {
      // As it must.
    }
  }

  @Override
  public void close() {
    undertaker.close();
    incident.close();
    time.close();
  }
}
