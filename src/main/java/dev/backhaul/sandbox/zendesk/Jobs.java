package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.http.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Work in the background: queued, working row by row, completed. At most 30 at once [Z1][Z10]. */
final class Jobs {
  static final int MOST_AT_ONCE = 30;
  private static final DateTimeFormatter COMPLETED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000'").withZone(ZoneOffset.UTC);

  /** Does one row of a kind of job. */
  @FunctionalInterface
  interface Work {
    /** The row of the results; a {@link Refusal} makes it a failed one. */
    ObjectNode row(ObjectNode row, Call.Actor actor, Instant queuedAt);
  }

  private final Desk desk;
  private final Map<String, Work> kinds = new TreeMap<>();

  Jobs(Desk desk) {
    this.desk = desk;
  }

  /** Names a kind of job, e.g. {@code ticket import}. */
  void kind(String name, Work work) {
    kinds.put(name, work);
  }

  /** Queues rows; 429 when too many jobs are under way. */
  Response queue(String kind, ArrayNode rows, Call.Actor actor) {
    List<String> running = running();
    if (running.size() >= MOST_AT_ONCE) {
      throw Refusal.tooManyJobs(running);
    }
    ObjectNode job = open(kind);
    job.set("rows", rows.deepCopy());
    job.put("total", rows.size());
    job.put("actor", actor.id()).put("admin", actor.admin());
    Ledger.Cause cause = desk.ledger.cause();
    job.put("caller", cause.caller().name()).put("call", cause.call());
    desk.state.jobs.put(job);
    desk.timeline.at(desk.now().plus(desk.options.jobQueue()), () -> step(id(job)));
    return Response.json(200, answer(job).toString());
  }

  /** Fills places with jobs of the customer's own tools until the given instant. */
  void occupy(int count, Instant until) {
    for (int i = 0; i < count; i++) {
      ObjectNode job = open("other");
      job.put("status", "working").put("until", until.toString());
      desk.state.jobs.put(job);
      desk.timeline.at(until, () -> complete(job));
    }
  }

  private ObjectNode open(String kind) {
    long number = desk.state.nextId();
    String id =
        HexFormat.of().toHexDigits(number * 0x9E3779B97F4A7C15L)
            + HexFormat.of().toHexDigits(number * 0xC2B2AE3D27D4EB4FL);
    ObjectNode job = Call.JSON.createObjectNode().put("id", "V3-" + id).put("kind", kind);
    job.put("queued_at", desk.now().toString()).putNull("total").putNull("progress");
    job.put("status", "queued").putNull("message").putNull("results");
    job.putArray("done");
    return job;
  }

  private static String id(ObjectNode job) {
    return job.path("id").asText();
  }

  List<String> running() {
    return desk.state.jobs.all().stream()
        .filter(job -> !job.path("status").asText().equals("completed"))
        .map(Jobs::id)
        .toList();
  }

  /** Takes up again what a snapshot found under way. */
  void resume() {
    for (ObjectNode job : List.copyOf(desk.state.jobs.all())) {
      if (job.has("until") && !job.path("status").asText().equals("completed")) {
        desk.timeline.at(Instant.parse(job.path("until").asText()), () -> complete(job));
      } else if (!job.path("status").asText().equals("completed")) {
        desk.timeline.at(desk.now(), () -> step(id(job)));
      }
    }
  }

  /** Does the next row, and comes back for the one after it. */
  private void step(String id) {
    ObjectNode job = Desk.found(desk.state.jobs, id);
    ArrayNode done = (ArrayNode) job.path("done");
    int index = done.size();
    JsonNode rows = job.path("rows");
    if (index >= rows.size()) {
      complete(job);
      return;
    }
    Caller caller = Caller.valueOf(job.path("caller").asText());
    desk.ledger.as(
        new Ledger.Cause(caller, job.path("call").asLong()),
        () -> done.add(result(job, (ObjectNode) rows.path(index), index)));
    job.put("status", "working").put("progress", index + 1);
    job.put("message", "Working on " + job.path("kind").asText() + " #" + (index + 1));
    desk.timeline.at(desk.now().plus(desk.options.jobRow()), () -> step(id));
  }

  private ObjectNode result(ObjectNode job, ObjectNode row, int index) {
    Work work = kinds.get(job.path("kind").asText());
    if (work == null) {
      throw new IllegalStateException("no such kind of job: " + job.path("kind").asText());
    }
    Call.Actor actor = new Call.Actor(job.path("actor").asLong(), job.path("admin").asBoolean());
    try {
      ObjectNode result = work.row(row, actor, Instant.parse(job.path("queued_at").asText()));
      if (job.path("kind").asText().startsWith("ticket create")
          || job.path("kind").asText().startsWith("ticket import")) {
        result.put("index", index);
      }
      return result;
    } catch (Refusal refusal) {
      ObjectNode failed = Call.JSON.createObjectNode().put("index", index);
      if (row.has("id")) {
        failed.set("id", row.path("id"));
      }
      failed.put("status", "Failed").put("success", false);
      return failed.put("error", refusal.error()).put("details", refusal.details());
    }
  }

  private void complete(ObjectNode job) {
    job.put("status", "completed").put("message", "Completed at " + COMPLETED.format(desk.now()));
    job.set("progress", job.path("total"));
    job.set("results", job.path("done").deepCopy());
    job.remove("rows");
  }

  private ObjectNode told(ObjectNode job) {
    ObjectNode told = Call.JSON.createObjectNode().put("id", id(job));
    told.put("url", desk.url("job_statuses/" + id(job)));
    for (String name : List.of("total", "progress", "status", "message", "results")) {
      told.set(name, job.path(name).deepCopy());
    }
    return told;
  }

  private ObjectNode answer(ObjectNode job) {
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("job_status", told(job));
    return answer;
  }

  /** {@code GET /job_statuses/{id}}. */
  Response show(Call call) {
    return Response.json(200, answer(Desk.found(desk.state.jobs, call.id())).toString());
  }

  /** {@code GET /job_statuses/show_many?ids=}; unknown ones are left out. */
  Response showMany(Call call) {
    ObjectNode answer = Call.JSON.createObjectNode();
    ArrayNode list = answer.putArray("job_statuses");
    for (String id : call.list("ids")) {
      ObjectNode job = desk.state.jobs.get(id);
      if (job != null) {
        list.add(told(job));
      }
    }
    return Response.json(200, answer.toString());
  }

  /** {@code GET /job_statuses}. */
  Response list(Call call) {
    List<ObjectNode> rows = desk.state.jobs.all().stream().map(this::told).toList().reversed();
    return Paging.page(desk, call, "job_statuses", rows);
  }
}
