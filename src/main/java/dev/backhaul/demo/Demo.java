package dev.backhaul.demo;

import dev.backhaul.apply.Report;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Question;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.store.Actor;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.time.VirtualTime;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** scratch. */
public final class Demo {
  private Demo() {}

  /** scratch. */
  public static void main(String[] args) throws Exception {
    Scale scale = args.length > 0 && args[0].equals("small") ? Scale.SMALL : Scale.DEMO;
    PrintStream out = System.out;
    long t0 = System.nanoTime();
    World world = World.of(1, scale);
    out.println("world " + (System.nanoTime() - t0) / 1_000_000);
    try (VirtualTime time = VirtualTime.startingAt(Incident.MONDAY);
        Incident incident = Incident.start(world, time)) {
      out.println("incident " + (System.nanoTime() - t0) / 1_000_000);
      Path store = Path.of("target/demo.db");
      for (String s : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(Path.of(store + s));
      }
      Progress p = (stage, object, done, total) -> {};
      try (Rollback rollback =
          Rollback.open(
              new Settings(
                  Path.of("."), "helpdesk", incident.environment(), time, p, incident.baseUrls(), store, "demo",
                  CrashPoint.NONE))) {
        out.println("open " + (System.nanoTime() - t0) / 1_000_000);
        out.println(rollback.source().probe());
        out.println(rollback.target().probe());
        rollback.stage();
        out.println("staged " + (System.nanoTime() - t0) / 1_000_000 + " virtual " + time.instant());
        PlanSummary plan = rollback.plan();
        out.println("plan " + (System.nanoTime() - t0) / 1_000_000 + " virtual " + time.instant());
        plan.tallies().forEach(out::println);
        plan.questions().forEach(out::println);
        plan.fidelity().forEach((k, v) -> out.println(k + " " + v));
        Set<Asked> asked = new TreeSet<>();
        String after = "";
        for (List<Question> page = rollback.questions().open("", after, 500);
            !page.isEmpty();
            page = rollback.questions().open("", after, 500)) {
          for (Question q : page) {
            asked.add(new Asked(q.object(), q.decision().substring(q.decision().indexOf(':') + 1), q.field(), q.code()));
            after = q.id();
          }
        }
        Set<Asked> wanted = world.oracle().questions();
        wanted.stream().filter(a -> !asked.contains(a)).limit(40).forEach(a -> out.println("NOT ASKED " + a));
        asked.stream().filter(a -> !wanted.contains(a)).limit(40).forEach(a -> out.println("EXTRA " + a));
        if (args.length > 1) {
          Actor ops = new Actor("ops", Set.of(Actor.Role.OPERATOR));
          Actor boss = new Actor("boss", Set.of(Actor.Role.APPROVER));
          rollback.approvals().waive("marketplace-apps", boss, "demo: looked at Admin Center");
          out.println("silenced " + rollback.silence().prove(ops));
          rollback.approvals().approvePlan(plan.hash(), "ops", boss, "demo");
          rollback.approvals().consent(plan.hash(), boss, "demo: comments cannot be taken back");
          for (int wave = 1; wave <= rollback.waves(); wave++) {
            Report report = rollback.apply(wave);
            out.println(report + " " + (System.nanoTime() - t0) / 1_000_000 + " virtual " + time.instant());
          }
          out.println("restored " + rollback.silence().restore(ops));
          incident.judge(asked, Faults.named(plan)).findings().stream().limit(60).forEach(out::println);
          rollback.questions().groups().forEach(out::println);
        }
      }
    }
  }
}
