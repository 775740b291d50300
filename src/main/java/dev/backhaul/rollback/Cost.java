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
import dev.backhaul.manifest.Setup;
import dev.backhaul.manifest.WriteOperation;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
      if (type != null && how != null && type.setup() != null) {
        setup(type, type.setup(), tally, calls);
      }
    }
    long all = calls.values().stream().mapToLong(Long::longValue).sum();
    return new Cost(all, budget.estimate(calls));
  }

  /** At most: what is set up already costs one look, and what bears its key is not filled again. */
  private static void setup(
      ObjectType type, Setup setup, Decisions.Tally tally, Map<Call, Long> calls) {
    add(calls, setup.uniqueProperty().find(), Lane.APPLY, 2);
    add(calls, setup.uniqueProperty().create(), Lane.APPLY, 1);
    WriteOperation update = type.write().get(Kind.UPDATE);
    WriteOperation.Batch fill = update == null ? null : update.batch();
    Lookup byId = type.read().get("id");
    if (tally.kind() == Decision.Kind.UPDATE && fill != null && byId != null) {
      add(calls, fill.request(), Lane.APPLY, pages(tally.count(), fill.size()));
      add(calls, byId.request(), Lane.VERIFICATION, 2 * pages(tally.count(), byId.size()));
    }
  }

  /** What must be set up in the source before what is ready can be written, in words for people. */
  static List<String> setups(Manifest source, List<Decisions.Tally> tallies) {
    Map<String, Long> updates = new TreeMap<>();
    for (Decisions.Tally tally : tallies) {
      ObjectType type = source.objects().get(tally.object());
      boolean ready = tally.kind() != Decision.Kind.NONE && tally.state() == Decision.State.READY;
      if (ready && type != null && type.setup() != null) {
        boolean update = tally.kind() == Decision.Kind.UPDATE;
        updates.merge(tally.object(), update ? tally.count() : 0, Long::sum);
      }
    }
    List<String> out = new ArrayList<>();
    updates.forEach(
        (object, count) -> {
          String field = String.valueOf(source.object(object).joinKey());
          out.add(
              object
                  + ": the unique field "
                  + field.substring(field.lastIndexOf('.') + 1)
                  + " is made if it is missing"
                  + (count == 0
                      ? ""
                      : ", and filled on up to " + count + " records before they change"));
        });
    return out;
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
