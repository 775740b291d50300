package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.Report;
import dev.backhaul.demo.Homecoming;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.Write;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How many calls the source gets for each record, against the least there can be: for each wave and
 * operation, one read of the before-image, one write and one verifying read of every {@code ceil(n
 * / batch)} batches. Where the platform answers a write with a job, one look at the job is part of
 * the write: without it no record has an answer of its own.
 */
final class CallsBench {
  private static final Instant MONDAY = Instant.parse("2026-03-09T08:00:00Z");
  private static final double GOAL = 1.05;

  private CallsBench() {}

  /** One operation of one wave. */
  private record Kind(int wave, String object, Decision.Kind kind) {}

  static Bars measure(Path home, int records) throws IOException {
    LargeDelta delta = new LargeDelta(records);
    try (Scratch scratch = new Scratch("calls");
        VirtualTime time = VirtualTime.startingAt(MONDAY);
        SandboxServer zendesk = SandboxServer.start(zendesk(delta, time), 0);
        SandboxServer hubspot = SandboxServer.start(hubspot(delta, time), 0);
        Rollback rollback =
            Rollback.open(
                new Settings(
                    home,
                    "helpdesk",
                    BulkSystems.secrets(),
                    time,
                    Progress.NONE,
                    Map.of(Role.SOURCE, zendesk.uri(), Role.TARGET, hubspot.uri()),
                    StoreSettings.file(scratch.folder().resolve("rollback.db")),
                    "bench",
                    CrashPoint.NONE))) {
      Homecoming way = new Homecoming(rollback);
      PlanSummary plan = way.approvedPlan();
      rollback.silence().prove(Homecoming.OPERATOR);
      Map<Kind, Long> kinds = kinds(rollback);
      long before = zendesk.sandbox().ledger().accepted(Caller.OURS);
      int written = 0;
      for (int wave = 1; wave <= rollback.waves(); wave++) {
        Report report = rollback.apply(wave);
        if (report.stopped() != null) {
          throw new IllegalStateException("the bench's wave stopped: " + report.stopped());
        }
        written += report.written();
      }
      return bars(rollback, kinds, calls(zendesk.sandbox(), before), written, records, plan);
    }
  }

  private static Sandbox zendesk(LargeDelta delta, VirtualTime time) {
    Sandbox out = ZendeskSandbox.sandbox(time, ZendeskOptions.enterprise());
    delta.seed(ZendeskSandbox.state(out));
    ZendeskSandbox.state(out)
        .credentials(BulkSystems.EMAIL, BulkSystems.TOKEN, BulkSystems.ADMIN, true);
    return out;
  }

  private static Sandbox hubspot(LargeDelta delta, VirtualTime time) {
    Sandbox out =
        HubSpotSandbox.sandbox(
            time, HubSpotSettings.professional().withIndexDelay(Duration.ofSeconds(30)));
    HubSpotState state = ((HubSpotSandbox) out.platform()).state();
    delta.seed(state);
    state.token(BulkSystems.TOKEN, "990900", HubSpotSandbox.SCOPES);
    return out;
  }

  private static Map<Kind, Long> kinds(Rollback rollback) {
    Map<Kind, Long> out = new java.util.HashMap<>();
    for (Decisions.Share each : rollback.decisions().shares()) {
      out.put(new Kind(each.wave(), each.object(), each.kind()), each.count());
    }
    return out;
  }

  /** Calls since the bench began to write, by what they are for. */
  private static Map<String, Long> calls(Sandbox sandbox, long skip) {
    Map<String, Long> out = new TreeMap<>();
    sandbox.ledger().calls().stream()
        .filter(call -> call.caller() == Caller.OURS && call.status() != 429)
        .skip(skip)
        .forEach(call -> out.merge(purpose(call), 1L, Long::sum));
    return out;
  }

  private static String purpose(Ledger.Call call) {
    return call.path().contains("/job_statuses/")
        ? "looks at jobs"
        : call.method().equals("GET") ? "reads" : "writes";
  }

  private static Bars bars(
      Rollback rollback,
      Map<Kind, Long> kinds,
      Map<String, Long> calls,
      int written,
      int records,
      PlanSummary plan) {
    long least = 0;
    long leastLooks = 0;
    ArrayNode operations = Json.mapper().createArrayNode();
    for (Map.Entry<Kind, Long> entry : kinds.entrySet()) {
      Kind kind = entry.getKey();
      ObjectType type = rollback.configuration().source().object(kind.object());
      int size = rollback.source().batchSize(kind.object(), Write.Kind.valueOf(kind.kind().name()));
      long writes = Math.ceilDiv(entry.getValue(), size);
      String key = kind.kind() == Decision.Kind.CREATE ? "joinKey" : "id";
      long before = Math.ceilDiv(entry.getValue(), size(type, key));
      long verify = Math.ceilDiv(entry.getValue(), size(type, "id"));
      least += before + writes + verify;
      leastLooks += writes;
      operations
          .addObject()
          .put("wave", kind.wave())
          .put("operation", kind.object() + " " + kind.kind().name())
          .put("records", entry.getValue())
          .put("leastWrites", writes);
    }
    long reads = calls.getOrDefault("reads", 0L) + calls.getOrDefault("writes", 0L);
    long looks = calls.getOrDefault("looks at jobs", 0L);
    ObjectNode raw = Json.object().put("records", records).put("written", written);
    raw.put("questions", plan.questions().size()).put("least", least);
    raw.put("leastLooksAtJobs", leastLooks);
    raw.set("calls", Json.tree(calls));
    raw.set("operations", operations);
    raw.put("callsPerRecord", (double) (reads + looks) / Math.max(1, written));
    return new Bars(
        "calls",
        List.of(),
        raw,
        List.of(
            Bar.atLeast("records written", written, records, "records"),
            Bar.atMost("reads and writes", (double) reads / least, GOAL, "of the least"),
            Bar.atMost(
                "with looks at jobs",
                (double) (reads + looks) / (least + leastLooks),
                GOAL,
                "of the least")));
  }

  /** The most records that one read by such a key gives. */
  private static int size(ObjectType type, String key) {
    return Objects.requireNonNull(type.read().get(key), key).size();
  }
}
