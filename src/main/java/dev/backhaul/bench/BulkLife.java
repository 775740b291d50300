package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.Report;
import dev.backhaul.demo.Homecoming;
import dev.backhaul.json.Json;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.platform.Role;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.SystemTime;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A whole rollback between bulk systems, as a process of its own: measured by time and by memory.
 */
public final class BulkLife {
  private final ObjectNode seconds = Json.object();

  private BulkLife() {}

  /**
   * Arguments: the folder with {@code config} and {@code routes} and room for a store, both base
   * URLs, and {@code plan} to end with the plan, {@code all} to write. Prints one JSON object.
   */
  public static void main(String[] args) {
    System.out.println(Json.text(new BulkLife().live(args)));
  }

  private ObjectNode live(String[] args) {
    Path home = Path.of(args[0]);
    long begun = System.nanoTime();
    ObjectNode out = Json.object();
    Profile profile = Profile.start();
    try (Rollback rollback = Rollback.open(settings(home, args[1], args[2]))) {
      timed("stage", () -> stage(rollback));
      PlanSummary plan = timed("plan", rollback::plan);
      out.put("decided", plan.tallies().stream().mapToLong(each -> each.count()).sum());
      out.put("questions", rollback.questions().countOpen());
      if (args[3].equals("all")) {
        Homecoming way = new Homecoming(rollback);
        way.approve(plan);
        rollback.silence().prove(Homecoming.OPERATOR);
        out.put("written", timed("apply", () -> write(rollback)));
      }
    }
    out.set("split", profile.split());
    seconds.put("all", (System.nanoTime() - begun) / 1e9);
    out.set("seconds", seconds);
    Runtime runtime = Runtime.getRuntime();
    out.put("maxHeapMegabytes", runtime.maxMemory() >> 20);
    return out;
  }

  private static boolean stage(Rollback rollback) {
    rollback.stage();
    return true;
  }

  private static int write(Rollback rollback) {
    int written = 0;
    for (int wave = 1; wave <= rollback.waves(); wave++) {
      Report report = rollback.apply(wave);
      if (report.stopped() != null) {
        throw new IllegalStateException("wave " + wave + " stopped: " + report.stopped());
      }
      written += report.written();
    }
    return written;
  }

  private <T> T timed(String name, Supplier<T> work) {
    long begun = System.nanoTime();
    T out = work.get();
    seconds.put(name, (System.nanoTime() - begun) / 1e9);
    return out;
  }

  private static Settings settings(Path home, String source, String target) {
    return new Settings(
        home,
        "helpdesk",
        BulkSystems.secrets(),
        new SystemTime(),
        Progress.NONE,
        Map.of(Role.SOURCE, URI.create(source), Role.TARGET, URI.create(target)),
        StoreSettings.file(home.resolve("rollback.db")),
        "bench",
        CrashPoint.NONE);
  }
}
