package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Settings;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The real service between both sandboxes, in virtual time, for one test. */
final class Episode implements AutoCloseable {
  final VirtualTime time = VirtualTime.startingAt(Incident.MONDAY);
  final Incident incident;
  final dev.backhaul.rollback.Rollback rollback;
  final Homecoming way;

  Episode(long seed, Scale scale, Path folder) throws IOException {
    this(World.of(seed, scale), folder);
  }

  Episode(Story story, Path folder) throws IOException {
    incident = Incident.start(story, time);
    rollback =
        dev.backhaul.rollback.Rollback.open(
            new Settings(
                Path.of("."),
                story.migration(),
                incident.environment(),
                time,
                Progress.NONE,
                incident.baseUrls(),
                StoreSettings.file(folder.resolve("rollback.db")),
                "test",
                CrashPoint.NONE));
    way = new Homecoming(rollback);
  }

  /** Writes until all is done; whatever stops it is heard, then it goes on, at most so often. */
  void write(int times, Consumer<String> heard) {
    for (int i = 0; i < times; i++) {
      String stopped = way.write();
      if (stopped == null) {
        return;
      }
      heard.accept(stopped);
    }
    throw new AssertionError("not done after " + times + " calls");
  }

  /** Lets the clock run on. */
  void pass(Duration span) throws InterruptedException {
    time.sleep(span);
  }

  /** The judge finds nothing. */
  void assertPerfect() {
    assertThat(way.judged(incident).findings()).isEmpty();
  }

  @Override
  public void close() {
    rollback.close();
    incident.close();
    time.close();
  }
}
