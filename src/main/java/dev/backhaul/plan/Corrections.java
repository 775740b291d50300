package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The {@code correction} table: what answers to refused writes change about them. */
public final class Corrections {
  /** Codes of questions about refused writes. */
  public static final List<String> REFUSALS = List.of("REJECTED", "ALREADY_THERE");

  private final Store store;

  /** Over one rollback's store. */
  public Corrections(Store store) {
    this.store = store;
  }

  void keep(Handle handle, Correction correction) {
    handle
        .createUpdate("INSERT INTO correction (answer, payload) VALUES (:answer, :payload)")
        .bind("answer", correction.answer())
        .bind("payload", store.payload().encode(correction.stored()))
        .execute();
  }

  /** By decision, oldest answer first: all that planning follows. */
  Map<String, List<Correction>> all() {
    return store.read(handle -> of(handle, ""));
  }

  /** The answers that refusals of one decision got, oldest first, by answer id. */
  public List<String> answers(Handle handle, String decision) {
    return of(handle, decision).getOrDefault(decision, List.of()).stream()
        .map(Correction::answer)
        .toList();
  }

  /**
   * An answer to one question.
   *
   * @param single given to this very question, not to its group: it counts before the group's
   * @param correction null for an answer that changes nothing
   */
  private record Given(
      String question, String decision, boolean single, @Nullable Correction correction) {}

  private Map<String, List<Correction>> of(Handle handle, String decision) {
    Map<String, Given> counts = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT question.id AS question, question.decision, answer.id AS answer, answer.scope,
              answer.choice, correction.payload
            FROM question JOIN answer ON answer.scope = question.id OR answer.scope = question.grp
            LEFT JOIN correction ON correction.answer = answer.id
            WHERE question.code IN (<codes>) AND (:decision = '' OR question.decision = :decision)
            ORDER BY answer.at, answer.id
            """)
        .bindList("codes", REFUSALS)
        .bind("decision", decision)
        .map((row, context) -> given(row))
        .forEach(
            given -> {
              Given before = counts.remove(given.question());
              boolean stays = before != null && before.single() && !given.single();
              counts.put(given.question(), stays ? before : given);
            });
    Map<String, List<Correction>> out = new HashMap<>();
    for (Given given : counts.values()) {
      Correction correction = given.correction();
      if (correction != null) {
        out.computeIfAbsent(given.decision(), key -> new ArrayList<>()).add(correction);
      }
    }
    return out;
  }

  private Given given(ResultSet row) throws SQLException {
    byte[] payload = row.getBytes("payload");
    ObjectNode stored = payload == null ? Json.object() : store.payload().decodeObject(payload);
    String answer = row.getString("answer");
    String question = row.getString("question");
    return new Given(
        question,
        row.getString("decision"),
        question.equals(row.getString("scope")),
        Correction.Kind.of(row.getString("choice"))
            .map(kind -> Correction.stored(answer, kind, stored))
            .orElse(null));
  }
}
