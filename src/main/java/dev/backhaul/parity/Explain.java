package dev.backhaul.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Flow;
import dev.backhaul.plan.Question;
import dev.backhaul.plan.Questions;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tells the life of a record: what changed in the target, who wrote it, what was decided and done.
 */
public final class Explain {
  private final Store store;
  private final Whom whom;

  private Explain(Store store, Map<String, List<String>> naturalKeys) {
    this.store = store;
    whom = new Whom(store, naturalKeys);
  }

  /** Over one rollback's store; the flows tell which fields hold natural keys. */
  public static Explain of(Store store, List<Flow> flows) {
    return new Explain(store, Whom.naturalKeys(flows));
  }

  /**
   * Over one rollback's store.
   *
   * @param naturalKeys target object to the paths of keys that people give ({@code
   *     properties.email})
   */
  public static Explain of(Store store, Map<String, List<String>> naturalKeys) {
    return new Explain(store, naturalKeys);
  }

  /** As {@link #explain(String, boolean)} with values masked by kind and length. */
  public Explanation explain(String key) {
    return explain(key, false);
  }

  /**
   * What is known by a key.
   *
   * @param key a target record ({@code ticket:123}), a source record ({@code ticket/42}), a join
   *     key, or a natural key such as an e-mail address
   * @param reveal whether to show values: they are personal data
   */
  public Explanation explain(String key, boolean reveal) {
    return new Explanation(
        reveal, whom.symbols(key).stream().map(symbol -> life(symbol, reveal)).toList());
  }

  private Explanation.Life life(String symbol, boolean reveal) {
    int colon = symbol.indexOf(':');
    String object = symbol.substring(0, colon);
    String id = symbol.substring(colon + 1);
    Decision decision = new Decisions(store).find(symbol).orElse(null);
    List<ObjectNode> staged = staged(object, id, reveal);
    List<Question> asked = new Questions(store).of(symbol);
    return store.read(
        handle -> {
          List<ObjectNode> homes = homes(handle, object, id, decision);
          List<ObjectNode> journal = journal(handle, symbol);
          return new Explanation.Life(
              symbol,
              List.of(
                  new Explanation.Chapter("staged", staged),
                  new Explanation.Chapter("evidence", evidence(handle, object, id, reveal)),
                  new Explanation.Chapter("home", homes),
                  new Explanation.Chapter("original", originals(handle, homes, reveal)),
                  new Explanation.Chapter("decision", decision(decision, reveal)),
                  new Explanation.Chapter("questions", questions(handle, asked, reveal)),
                  new Explanation.Chapter("journal", journal),
                  new Explanation.Chapter("approvals", approvals(handle, journal))));
        });
  }

  private List<ObjectNode> staged(String object, String id, boolean reveal) {
    return new StagedRecords(store).find(object, id).stream().map(r -> staged(r, reveal)).toList();
  }

  private static ObjectNode staged(StagedRecord record, boolean reveal) {
    ObjectNode out = Json.object();
    out.put("kind", record.kind().name()).put("version", record.version());
    out.put("joinKey", record.joinKey()).put("createdAt", text(record.createdAt()));
    out.put("changedAt", text(record.changedAt())).put("mergedInto", record.mergedInto());
    out.put("parent", record.parent()).set("fields", Masked.unless(reveal, record.fields()));
    return out;
  }

  /** Field by field: who wrote it last, what the migration had loaded, what stands there now. */
  private List<ObjectNode> evidence(Handle handle, String object, String id, boolean reveal) {
    List<ObjectNode> out = new ArrayList<>();
    handle
        .createQuery("SELECT payload FROM loaded WHERE object = :object AND id = :id")
        .bind("object", object)
        .bind("id", id)
        .map((row, context) -> store.payload().decodeObject(row.getBytes("payload")))
        .findOne()
        .ifPresent(
            proof -> {
              out.add(Json.object().put("createdBy", proof.path("creator").asText()));
              proof
                  .path("fields")
                  .properties()
                  .forEach(field -> out.add(field(field.getKey(), field.getValue(), reveal)));
            });
    return out;
  }

  private static ObjectNode field(String path, JsonNode proof, boolean reveal) {
    ObjectNode out = Json.object();
    out.put("field", path).put("state", proof.path("state").asText());
    out.put("writer", proof.path("writer").asText());
    JsonNode at = proof.path("at");
    out.put("at", at.isNumber() ? Instant.ofEpochMilli(at.asLong()).toString() : null);
    shown(out, "t0", proof.path("loaded"), reveal);
    shown(out, "now", proof.path("value"), reveal);
    shown(out, "overwritten", proof.path("overwritten"), reveal);
    return out;
  }

  private static void shown(ObjectNode out, String name, JsonNode value, boolean reveal) {
    if (!value.isMissingNode()) {
      out.set(name, Masked.unless(reveal, value));
    }
  }

  private static List<ObjectNode> homes(
      Handle handle, String object, String id, @Nullable Decision decision) {
    List<ObjectNode> out =
        new ArrayList<>(
            handle
                .createQuery(
                    "SELECT * FROM id_map WHERE target_object = :object AND target_id = :id")
                .bind("object", object)
                .bind("id", id)
                .map(
                    (row, context) ->
                        Json.object()
                            .put("object", row.getString("source_object"))
                            .put("id", row.getString("source_id"))
                            .put("origin", row.getString("origin")))
                .list());
    if (out.isEmpty() && decision != null && decision.sourceId() != null) {
      out.add(
          Json.object()
              .put("object", decision.object())
              .put("id", decision.sourceId())
              .put("origin", "JOIN_KEY"));
    }
    return out;
  }

  private List<ObjectNode> originals(Handle handle, List<ObjectNode> homes, boolean reveal) {
    return homes.stream()
        .flatMap(
            home ->
                handle
                    .createQuery("SELECT * FROM original WHERE object = :object AND id = :id")
                    .bind("object", home.path("object").asText())
                    .bind("id", home.path("id").asText())
                    .map(
                        (row, context) -> {
                          ObjectNode out = Json.object();
                          byte[] s0 = row.getBytes("s0");
                          out.put("s0", s0 == null ? "unknown" : "known");
                          out.put("because", row.getString("s0_from"));
                          out.put("version", row.getString("s1_version"));
                          out.put(
                              "readAt", Instant.ofEpochMilli(row.getLong("read_at")).toString());
                          out.set("now", shown(row.getBytes("s1"), reveal));
                          return out;
                        })
                    .list()
                    .stream())
        .toList();
  }

  private JsonNode shown(byte[] payload, boolean reveal) {
    return Masked.unless(reveal, store.payload().decode(payload));
  }

  private static List<ObjectNode> decision(@Nullable Decision decision, boolean reveal) {
    if (decision == null) {
      return List.of();
    }
    ObjectNode out = Json.object();
    out.put("kind", decision.kind().name()).put("state", decision.state().name());
    out.put("object", decision.object()).put("sourceId", decision.sourceId());
    out.put("joinKey", decision.joinKey()).put("parent", decision.parent());
    out.set("set", Masked.unless(reveal, decision.set()));
    out.set("clear", Json.tree(decision.clear()));
    out.put("children", decision.children().size()).set("needs", Json.tree(decision.needs()));
    out.put("targetVersion", decision.targetVersion())
        .put("sourceVersion", decision.sourceVersion());
    out.put("undo", decision.undo().name()).put("wave", decision.wave());
    out.put("fingerprint", decision.fingerprint());
    return List.of(out);
  }

  private static List<ObjectNode> questions(Handle handle, List<Question> asked, boolean reveal) {
    List<ObjectNode> out = new ArrayList<>();
    for (Question question : asked) {
      ObjectNode each = Json.object();
      each.put("id", question.id()).put("group", question.group()).put("code", question.code());
      each.put("field", question.field()).put("holdsRecord", question.holdsRecord());
      each.put("cause", question.detail().path("cause").asText());
      ObjectNode detail =
          question.detail() instanceof ObjectNode all ? all.deepCopy() : Json.object();
      detail.remove("cause");
      each.set("detail", Masked.unless(reveal, detail));
      each.set(
          "choices", Json.tree(question.choices().stream().map(Question.Choice::name).toList()));
      each.set("answer", answer(handle, question));
      out.add(each);
    }
    return out;
  }

  private static JsonNode answer(Handle handle, Question question) {
    return handle
        .createQuery(
            """
            SELECT * FROM answer WHERE scope = :id OR scope = :group
            ORDER BY CASE WHEN scope = :id THEN 0 ELSE 1 END, at DESC, id DESC LIMIT 1
            """)
        .bind("id", question.id())
        .bind("group", question.group())
        .<JsonNode>map(
            (row, context) ->
                Json.object()
                    .put("choice", row.getString("choice"))
                    .put("actor", row.getString("actor"))
                    .put("reason", row.getString("reason"))
                    .put("at", Instant.ofEpochMilli(row.getLong("at")).toString()))
        .findOne()
        .orElseGet(Json.mapper()::nullNode);
  }

  private static List<ObjectNode> journal(Handle handle, String symbol) {
    return handle
        .createQuery("SELECT * FROM journal WHERE decision = :symbol ORDER BY seq")
        .bind("symbol", symbol)
        .map(
            (row, context) -> {
              ObjectNode out = Json.object();
              out.put("seq", row.getLong("seq")).put("subject", row.getString("subject"));
              out.put("op", row.getString("op")).put("object", row.getString("object"));
              out.put("recordId", row.getString("record_id"))
                  .put("nativeId", row.getString("native_id"));
              out.put("state", row.getString("state")).put("attempt", row.getInt("attempts"));
              out.put("capturedAt", text(row.getObject("created_at")));
              out.put("sentAt", text(row.getObject("sent_at")));
              out.put("movedAt", text(row.getObject("updated_at")));
              out.put("job", row.getString("job")).put("error", row.getString("error"));
              out.put("undo", row.getString("undo")).put("undoes", row.getString("undoes"));
              return out.put("id", row.getString("id")).put("plan", row.getString("plan"));
            })
        .list();
  }

  /** Who allowed the writes: the approvals that the journal's entries name. */
  private static List<ObjectNode> approvals(Handle handle, List<ObjectNode> journal) {
    TreeSet<String> subjects = new TreeSet<>();
    for (ObjectNode entry : journal) {
      String plan = entry.path("plan").asText("");
      subjects.add(plan.startsWith("standing:") ? plan.substring("standing:".length()) : plan);
    }
    return subjects.isEmpty()
        ? List.of()
        : handle
            .createQuery("SELECT * FROM approval WHERE subject IN (<subjects>) ORDER BY at, id")
            .bindList("subjects", List.copyOf(subjects))
            .map(
                (row, context) ->
                    Json.object()
                        .put("kind", row.getString("kind"))
                        .put("subject", row.getString("subject"))
                        .put("actor", row.getString("actor"))
                        .put("reason", row.getString("reason"))
                        .put("at", text(row.getObject("at")))
                        .put("revokedAt", text(row.getObject("revoked_at"))))
            .list();
  }

  private static @Nullable String text(@Nullable Object at) {
    return switch (at) {
      case null -> null;
      case Number millis -> Instant.ofEpochMilli(millis.longValue()).toString();
      default -> at.toString();
    };
  }
}
