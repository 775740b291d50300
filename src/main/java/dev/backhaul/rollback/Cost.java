package dev.backhaul.rollback;

import dev.backhaul.budget.Budget;
import dev.backhaul.budget.Call;
import dev.backhaul.budget.Lane;
import dev.backhaul.manifest.Jobs;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Lookup;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.manifest.Request;
import dev.backhaul.manifest.WriteOperation;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What applying a plan asks of the source, before the first call.
 *
 * @param calls requests, reads before and after each write included; jobs are counted with two
 *     looks each
 * @param atLeast how long the account's limits make them take, less the business's reserve; latency
 *     is not counted
 */
public record Cost(long calls, Duration atLeast) {
  private static final int LOOKS_A_JOB = 2;

  static Cost of(Manifest source, Budget budget, List<Decisions.Tally> tallies) {
    Map<Call, Long> calls = new HashMap<>();
    for (Decisions.Tally tally : tallies) {
      boolean writes = tally.kind() != Decision.Kind.NONE && tally.state() == Decision.State.READY;
      ObjectType type = source.objects().get(tally.object());
      WriteOperation how =
          type == null || !writes ? null : type.write().get(Kind.valueOf(tally.kind().name()));
      if (type != null && how != null) {
        write(source, type, how, tally.count(), calls);
      }
    }
    long all = calls.values().stream().mapToLong(Long::longValue).sum();
    return new Cost(all, budget.estimate(calls));
  }

  private static void write(
      Manifest source, ObjectType type, WriteOperation how, long records, Map<Call, Long> calls) {
    WriteOperation.Job job = how.job();
    WriteOperation.Batch batch = how.batch();
    WriteOperation.Single single = how.single();
    if (job != null) {
      long jobs = pages(records, job.size());
      add(calls, job.request(), Lane.APPLY, jobs);
      Jobs looks = source.jobs();
      if (looks != null) {
        add(calls, looks.request(), Lane.APPLY, jobs * LOOKS_A_JOB);
      }
    } else if (batch != null) {
      add(calls, batch.request(), Lane.APPLY, pages(records, batch.size()));
    } else if (single != null) {
      add(calls, single.request(), Lane.APPLY, records);
    }
    Lookup byId = type.read().get("id");
    Lookup byParent = type.read().get("parent");
    if (byId != null) {
      add(calls, byId.request(), Lane.VERIFICATION, 2 * pages(records, byId.size()));
    } else if (byParent != null) {
      add(calls, byParent.request(), Lane.VERIFICATION, 2 * records);
    }
  }

  private static long pages(long records, int size) {
    return (records + size - 1) / Math.max(1, size);
  }

  private static void add(Map<Call, Long> calls, Request request, Lane lane, long count) {
    String template = request.template();
    int query = template.indexOf('?');
    String path =
        (query < 0 ? template : template.substring(0, query)).replaceAll("\\{[^}]+}", "*");
    calls.merge(Call.of(request.method(), path, lane), count, Long::sum);
  }
}
