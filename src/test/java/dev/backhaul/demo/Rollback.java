package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/** A rollback done by hand, perfect until a test spoils it. */
@NullUnmarked // looks things up that the world is known to hold
final class Rollback {
  final Oracle oracle;
  final Snapshot before;
  final Snapshot after;
  final List<String> mails = new ArrayList<>();
  final List<Dealings.Write> writes = new ArrayList<>();
  final List<Dealings.Write> targetWrites = new ArrayList<>();
  final Set<Asked> asked;
  final Set<Fault> faults = new HashSet<>();
  final Map<String, Long> ids = new HashMap<>();
  long refusals;
  private long next = 900_000;

  Rollback(World world) {
    oracle = world.oracle();
    before = snapshot(world);
    after = snapshot(world);
    asked = new TreeSet<>(oracle.questions());
    faults.add(oracle.fault());
    for (Oracle.Value value : oracle.values()) {
      ObjectNode record = after.of(value.object()).get(value.id());
      Paths.set(record, value.path(), value.value());
      record.put("updated_at", "2026-03-09T10:00:00Z");
      writes.add(write(value.object(), value.id(), "updated", value.path()));
    }
    oracle
        .births()
        .forEach(birth -> ids.put(birth.targetObject() + ":" + birth.targetId(), next++));
    oracle.births().forEach(this::born);
    oracle.replies().forEach(reply -> comment(reply.ticket(), reply));
  }

  Verdict judged() {
    return Judge.judge(
        oracle,
        before,
        after,
        new Dealings(mails, writes, refusals),
        new Dealings(List.of(), targetWrites, 0),
        asked,
        faults);
  }

  static Dealings.Write write(String object, long id, String kind, String field) {
    SortedSet<String> fields = new TreeSet<>(Set.of(field));
    return new Dealings.Write(object, Long.toString(id), kind, fields);
  }

  private void born(Oracle.Birth birth) {
    ObjectNode row = Json.object();
    long id = id(birth);
    row.put("id", id)
        .put("external_id", "hubspot:" + birth.targetObject() + ":" + birth.targetId());
    birth.values().forEach((path, value) -> Paths.set(row, path, resolved(value)));
    after.of(birth.object()).put(id, row);
    birth.comments().forEach(reply -> comment(id, reply));
  }

  long id(Oracle.Birth birth) {
    return java.util.Objects.requireNonNull(ids.get(birth.targetObject() + ":" + birth.targetId()));
  }

  ObjectNode comment(long ticket, Oracle.Reply reply) {
    ObjectNode comment = Json.object();
    comment.put("id", next++).put("ticket_id", ticket).put("html_body", Texts.html(reply.text()));
    comment.put("public", reply.open()).put("created_at", reply.at());
    comment.set("author_id", resolved(reply.author()));
    ArrayNode files = comment.putArray("attachments");
    reply.files().forEach(name -> files.addObject().put("file_name", name));
    after.comments().computeIfAbsent(ticket, id -> new ArrayList<>()).add(comment);
    return comment;
  }

  private JsonNode resolved(JsonNode value) {
    String target = Oracle.referred(value);
    return target == null ? value : LongNode.valueOf(ids.getOrDefault(target, -1L));
  }

  private static Snapshot snapshot(World world) {
    Map<String, List<ObjectNode>> rows = new HashMap<>();
    Helpdesk source = world.source();
    rows.put("organizations", source.organizations());
    rows.put("users", source.users());
    rows.put("tickets", source.tickets());
    List<ObjectNode> comments = new ArrayList<>();
    source
        .comments()
        .forEach(
            (ticket, talk) ->
                talk.forEach(c -> comments.add(c.deepCopy().put("ticket_id", ticket))));
    rows.put("comments", comments);
    rows.put("triggers", List.of(Json.object().put("id", 1).put("active", true)));
    rows.put("automations", List.of());
    rows.put("webhooks", List.of(Json.object().put("id", "W1").put("status", "active")));
    return Snapshot.of(
        kind -> rows.getOrDefault(kind, List.of()).stream().map(ObjectNode::deepCopy).toList());
  }
}
