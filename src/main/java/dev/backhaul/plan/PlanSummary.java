package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.Fidelity;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a plan says in all: the page that people approve.
 *
 * @param id the planning run
 * @param hash SHA-256 over the fingerprints of everything that may be applied
 * @param madeAt when
 * @param tallies decisions by object, kind, state and undo class
 * @param questions open questions by cause
 * @param fidelity by target object: how far the target holds what the mapping says, and the
 *     migration's own systematic faults
 */
public record PlanSummary(
    String id,
    String hash,
    Instant madeAt,
    List<Decisions.Tally> tallies,
    List<Questions.Group> questions,
    Map<String, JsonNode> fidelity) {

  static PlanSummary of(
      String id,
      Decisions decisions,
      Questions questions,
      Map<String, Fidelity> fidelity,
      Instant now) {
    Map<String, JsonNode> reports = new java.util.LinkedHashMap<>();
    fidelity.forEach((object, each) -> reports.put(object, FidelityJson.of(each.report())));
    return new PlanSummary(
        id, decisions.planHash(), now, decisions.tallies(), questions.groups(), reports);
  }

  void save(Handle handle) {
    ObjectNode body = Json.object();
    fidelity.forEach(body.putObject("fidelity")::set);
    handle
        .createUpdate(
            "INSERT INTO plan (id, hash, made_at, summary) VALUES (:id, :hash, :at, :summary)")
        .bind("id", id)
        .bind("hash", hash)
        .bind("at", madeAt.toEpochMilli())
        .bind("summary", Json.text(body))
        .execute();
  }

  /** The newest plan with today's tallies and questions; empty before the first. */
  public static Optional<PlanSummary> latest(
      Store store, Decisions decisions, Questions questions) {
    record Row(String id, String hash, long at, String summary) {}
    return store
        .read(
            handle ->
                handle
                    .createQuery("SELECT * FROM plan ORDER BY made_at DESC, id DESC LIMIT 1")
                    .map(
                        (row, context) ->
                            new Row(
                                row.getString("id"),
                                row.getString("hash"),
                                row.getLong("made_at"),
                                row.getString("summary")))
                    .findOne())
        .map(
            row -> {
              Map<String, JsonNode> reports = new java.util.LinkedHashMap<>();
              Json.parse(row.summary())
                  .path("fidelity")
                  .properties()
                  .forEach(entry -> reports.put(entry.getKey(), entry.getValue()));
              return new PlanSummary(
                  row.id(),
                  row.hash(),
                  Instant.ofEpochMilli(row.at()),
                  decisions.tallies(),
                  questions.groups(),
                  reports);
            });
  }
}
