package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;

/** An answer other than success. Carries no stack: it is an answer, not a defect. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode body;

  private Refusal(int status, ObjectNode body) {
    super(body.path("error").asText(), null, false, false);
    this.status = status;
    this.body = body;
  }

  Response response() {
    return Response.json(status, body.toString());
  }

  int status() {
    return status;
  }

  /** The error's name, e.g. RecordInvalid. */
  String error() {
    return body.path("error").asText();
  }

  /** What a job's row tells about it. */
  String details() {
    return body.has("details")
        ? body.path("details").toString()
        : body.path("description").asText();
  }

  static Refusal of(int status, String error, String description) {
    return new Refusal(
        status,
        JsonNodeFactory.instance.objectNode().put("error", error).put("description", description));
  }

  /** 404 [Z9]. */
  static Refusal notFound() {
    return of(404, "RecordNotFound", "Not found");
  }

  /** 422 with one field's complaint [Z11]. */
  static Refusal invalid(String field, String description) {
    Refusal refusal = of(422, "RecordInvalid", "Record validation errors");
    refusal.body.putObject("details").putArray(field).addObject().put("description", description);
    return refusal;
  }

  /** 422 for a value another record holds. */
  static Refusal duplicate(String field, String description) {
    Refusal refusal = invalid(field, description);
    ((ObjectNode) refusal.body.at("/details/" + field + "/0")).put("error", "DuplicateValue");
    return refusal;
  }

  /** 409 of safe_update [Z2]. */
  static Refusal conflict() {
    return of(
        409, "UpdateConflict", "Safe Update prevented the update due to outdated ticket data");
  }

  /** 403. */
  static Refusal forbidden() {
    return of(403, "Forbidden", "You do not have access to this page.");
  }

  /** 400 for more rows than a batch may have [Z9]. */
  static Refusal tooManyValues() {
    Refusal refusal = of(400, "TooManyValues", "Parameter  cannot specify more than 100 values");
    refusal.body.put("max_count", 100);
    return refusal;
  }

  /** 429 for too many jobs under way. */
  static Refusal tooManyJobs(Iterable<String> ids) {
    Refusal refusal =
        of(429, "TooManyJobs", "Too many jobs are currently queued or running. Try again later.");
    var list = refusal.body.putArray("current_job_ids");
    ids.forEach(list::add);
    return refusal;
  }
}
