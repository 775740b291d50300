package dev.backhaul.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Rejects;
import dev.backhaul.store.Outbox.Mark;
import dev.backhaul.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How things stand now, in the words of the topics' schemas. Without {@code values} nothing that
 * people typed is among them: ids, names of fields, states, causes and times only.
 */
final class Tellings {
  private final Store store;
  private final Decisions decisions;
  private final boolean values;

  Tellings(Store store, boolean values) {
    this.store = store;
    this.values = values;
    decisions = new Decisions(store);
  }

  /** One thing as it stands; empty if there is nothing to say of it any more. */
  Optional<ObjectNode> of(Topic topic, Handle handle, Mark mark) {
    return switch (topic) {
      case DELTA -> staged(handle, mark);
      case DECISIONS -> decision(handle, mark);
      case QUESTIONS -> Optional.of(question(handle, mark));
      case REJECTS -> reject(handle, mark);
      case AUDIT -> throw new IllegalArgumentException("the audit trail is told row by row");
    };
  }

  private Optional<ObjectNode> staged(Handle handle, Mark mark) {
    int colon = mark.record().indexOf(':');
    return handle
        .createQuery(
            """
            SELECT staged.*, loaded.payload AS proof FROM staged
            LEFT JOIN loaded ON loaded.object = staged.object AND loaded.id = staged.id
              AND loaded.version = staged.version
            WHERE staged.object = :object AND staged.id = :id
            """)
        .bind("object", mark.record().substring(0, colon))
        .bind("id", mark.record().substring(colon + 1))
        .map((row, context) -> staged(row, mark))
        .findOne();
  }

  private ObjectNode staged(ResultSet row, Mark mark) throws SQLException {
    ObjectNode out = Json.object().put("record", mark.record());
    texts(row, out, "object", "id", "kind", "version");
    out.put("joinKey", row.getString("join_key"));
    out.put("createdAt", time(row, "created_at"));
    out.put("changedAt", time(row, "changed_at"));
    out.put("stagedAt", time(row, "staged_at"));
    out.put("mergedInto", row.getString("merged_into"));
    out.put("parent", row.getString("parent"));
    byte[] proof = row.getBytes("proof");
    ObjectNode known = proof == null ? null : store.payload().decodeObject(proof);
    out.put("creator", known == null ? null : known.path("creator").asText());
    if (known == null) {
      out.putNull("changed");
    } else {
      ArrayNode changed = out.putArray("changed");
      known
          .path("fields")
          .properties()
          .forEach(
              field -> {
                if (!field.getValue().path("state").asText().equals("UNEDITED")) {
                  changed.add(field.getKey());
                }
              });
    }
    if (values) {
      out.set("values", store.payload().decode(row.getBytes("payload")));
    }
    return out;
  }

  private Optional<ObjectNode> decision(Handle handle, Mark mark) {
    return decisions
        .find(handle, mark.id())
        .map(
            each -> {
              ObjectNode out = Json.object().put("record", mark.record()).put("id", each.id());
              out.put("object", each.object()).put("kind", each.kind().name());
              out.put("state", each.state().name()).put("targetObject", each.targetObject());
              out.put("targetId", each.targetId()).put("sourceId", each.sourceId());
              out.put("joinKey", each.joinKey()).put("parent", each.parent());
              names(out.putArray("sets"), each.set());
              out.set("clears", Json.tree(each.clear()));
              out.put("children", each.children().size());
              out.put("undo", each.undo().name()).put("wave", each.wave());
              out.put("fingerprint", each.fingerprint());
              out.put("targetVersion", each.targetVersion());
              out.put("sourceVersion", each.sourceVersion());
              if (values) {
                ObjectNode all = out.putObject("values");
                all.set("set", each.set());
                all.set("children", Json.tree(each.children()));
              }
              return out;
            });
  }

  private ObjectNode question(Handle handle, Mark mark) {
    ObjectNode asked =
        handle
            .createQuery(
                """
                SELECT question.*, (SELECT choice FROM answer
                    WHERE answer.scope = question.id OR answer.scope = question.grp
                    ORDER BY CASE WHEN answer.scope = question.id THEN 0 ELSE 1 END, answer.at DESC,
                      answer.id DESC LIMIT 1) AS chosen
                FROM question WHERE id = :id
                """)
            .bind("id", mark.id())
            .map((row, context) -> question(row, mark))
            .findOne()
            .orElse(null);
    return asked != null
        ? asked
        : Json.object().put("record", mark.record()).put("id", mark.id()).put("state", "WITHDRAWN");
  }

  private ObjectNode question(ResultSet row, Mark mark) throws SQLException {
    String chosen = row.getString("chosen");
    ObjectNode payload = store.payload().decodeObject(row.getBytes("payload"));
    ObjectNode out = Json.object().put("record", mark.record()).put("id", mark.id());
    out.put("state", chosen == null ? "OPEN" : "ANSWERED");
    out.put("group", row.getString("grp"));
    texts(row, out, "code", "object", "field");
    out.put("holdsRecord", row.getInt("holds") == 1);
    ArrayNode choices = out.putArray("choices");
    payload.path("choices").forEach(choice -> choices.add(choice.path("name").asText()));
    out.put("choice", chosen);
    out.put("askedAt", time(row, "asked_at"));
    if (values) {
      out.set("values", payload.path("detail"));
    }
    return out;
  }

  /** A refused decision with the write that was refused and the question it led to. */
  private Optional<ObjectNode> reject(Handle handle, Mark mark) {
    return decisions
        .find(handle, mark.id())
        .map(
            each -> {
              ObjectNode out = Json.object().put("record", mark.record()).put("id", each.id());
              out.put("object", each.object()).put("state", each.state().name());
              out.put("sourceId", each.sourceId()).put("joinKey", each.joinKey());
              write(handle, each, out);
              cause(handle, each, out);
              return out;
            });
  }

  private void write(Handle handle, Decision decision, ObjectNode out) {
    out.putNull("entry").putNull("op").putNull("attempt").putNull("refusedAt");
    handle
        .createQuery(
            """
            SELECT id, op, attempts, updated_at, error FROM journal
            WHERE decision = :id AND state = 'FAILED' ORDER BY seq DESC LIMIT 1
            """)
        .bind("id", decision.id())
        .map(
            (row, context) -> {
              out.put("entry", row.getString("id")).put("op", row.getString("op"));
              out.put("attempt", row.getInt("attempts")).put("refusedAt", time(row, "updated_at"));
              if (values) {
                out.putObject("values").put("reason", row.getString("error"));
              }
              return out;
            })
        .findOne();
  }

  private void cause(Handle handle, Decision decision, ObjectNode out) {
    out.putNull("group").putNull("field");
    ArrayNode errors = out.putArray("errors");
    handle
        .createQuery(
            """
            SELECT grp, field, payload FROM question
            WHERE decision = :id AND code IN (<codes>) ORDER BY asked_at DESC, id DESC LIMIT 1
            """)
        .bind("id", decision.id())
        .bindList("codes", Rejects.CODES)
        .map(
            (row, context) -> {
              out.put("group", row.getString("grp")).put("field", row.getString("field"));
              JsonNode detail =
                  store.payload().decodeObject(row.getBytes("payload")).path("detail");
              // The platform's own words may quote values; field and code never do.
              for (JsonNode error : detail.path("fields")) {
                ObjectNode told = errors.addObject();
                told.set("field", error.path("field"));
                told.set("code", error.path("code"));
                if (values) {
                  told.set("message", error.path("message"));
                }
              }
              return out;
            })
        .findOne();
  }

  private static void texts(ResultSet row, ObjectNode out, String... columns) throws SQLException {
    for (String column : columns) {
      out.put(column, row.getString(column));
    }
  }

  private static void names(ArrayNode out, ObjectNode fields) {
    Collection<String> sorted = new java.util.TreeSet<>();
    fields.fieldNames().forEachRemaining(sorted::add);
    sorted.forEach(out::add);
  }

  private static @Nullable String time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis).toString();
  }
}
