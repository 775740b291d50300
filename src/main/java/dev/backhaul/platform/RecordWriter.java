package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Link;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.manifest.WriteOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends writes: one at a time, many in a call, or many as a background job. */
final class RecordWriter {
  private final Catalogue catalogue;
  private final Sender sender;
  private final JobReader jobs;
  private final BatchWriter batches;
  private final LinkWriter links;

  RecordWriter(
      Catalogue catalogue, Sender sender, JobReader jobs, BatchWriter batches, LinkWriter links) {
    this.catalogue = catalogue;
    this.sender = sender;
    this.jobs = jobs;
    this.batches = batches;
    this.links = links;
  }

  int batchSize(String object, Write.Kind kind) {
    WriteOperation how = operation(object, kind);
    WriteOperation.Batch batch = how.batch();
    return batch != null ? batch.size() : how.job() == null ? 1 : how.job().size();
  }

  WriteAnswer write(String object, List<Write> writes) {
    if (writes.isEmpty()) {
      return WriteAnswer.done(List.of());
    }
    Write.Kind kind = writes.getFirst().kind();
    if (writes.stream().anyMatch(write -> write.kind() != kind)) {
      throw new IllegalArgumentException("one call takes writes of one kind");
    }
    WriteOperation how = operation(object, kind);
    if (writes.size() > batchSize(object, kind)) {
      throw new IllegalArgumentException(
          writes.size()
              + " writes in one call; "
              + object
              + " "
              + kind
              + " takes "
              + batchSize(object, kind));
    }
    Link link = links.of(object, writes.getFirst());
    if (link != null) {
      return WriteAnswer.done(links.send(object, link, writes));
    }
    WriteOperation.Batch batch = how.batch();
    if (batch != null) {
      String property = property(object);
      List<ObjectNode> rows =
          writes.stream().map(write -> variables(write).put("property", property)).toList();
      return WriteAnswer.done(batches.send(batch, property, writes, rows));
    }
    Map<Integer, String> present = how.lookFirst() ? jobs.present(object, writes) : Map.of();
    List<Write> send = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      if (!present.containsKey(i)) {
        send.add(writes.get(i));
      }
    }
    if (send.isEmpty()) {
      return WriteAnswer.done(jobs.join(writes, present, List.of()));
    }
    return how.job() == null
        ? WriteAnswer.done(List.of(single(how, send.getFirst())))
        : WriteAnswer.running(JobReader.token(start(how.job(), send), present));
  }

  private String property(String object) {
    FieldPath joinKey = catalogue.joinKey(object);
    return joinKey == null ? "" : joinKey.last();
  }

  private WriteOperation operation(String object, Write.Kind kind) {
    WriteOperation how = owner(object, kind).write().get(Kind.valueOf(kind.name()));
    if (how == null) {
      throw catalogue.cannot("write " + kind.name().toLowerCase(Locale.ROOT), object);
    }
    return how;
  }

  /** An append may be asked of the parent's object: it then goes to its one kind of child. */
  private ObjectType owner(String object, Write.Kind kind) {
    ObjectType type = catalogue.type(object);
    if (kind != Write.Kind.APPEND || type.write().containsKey(Kind.APPEND)) {
      return type;
    }
    List<ObjectType> children =
        catalogue.manifest().objects().values().stream()
            .filter(child -> child.parent() != null && child.parent().object().equals(object))
            .filter(child -> child.write().containsKey(Kind.APPEND))
            .toList();
    return children.size() == 1 ? children.getFirst() : type;
  }

  private String start(WriteOperation.Job job, List<Write> writes) {
    ObjectNode variables = Json.object();
    var rows = variables.putArray("rows");
    writes.forEach(write -> rows.add(job.row().first(variables(write))));
    JsonNode answer = sender.write(Operation.WRITE, job.request(), variables);
    String id = job.id().first(answer).asText("");
    if (id.isEmpty()) {
      throw new PlatformException(
          "start of a job",
          new Failure.Ambiguous("the answer names no job; it may run all the same"));
    }
    return id;
  }

  private WriteResult single(WriteOperation how, Write write) {
    WriteOperation.Single single = how.single();
    if (single == null) {
      throw new IllegalStateException("a write operation without strategy");
    }
    try {
      JsonNode answer = sender.write(Operation.WRITE, single.request(), variables(write));
      String id = single.id() == null ? null : idOf(single.id().first(answer));
      boolean made = write.kind() == Write.Kind.CREATE || write.kind() == Write.Kind.APPEND;
      return new WriteResult(
          write.key(),
          made ? WriteResult.Status.CREATED : WriteResult.Status.UPDATED,
          id == null && !made ? write.nativeId() : id,
          null);
    } catch (PlatformException e) {
      return switch (e.failure()) {
        case Failure.Conflict f -> failed(write, f);
        case Failure.NotFound f -> failed(write, f);
        case Failure.Rejected f -> failed(write, f);
        default -> throw e;
      };
    }
  }

  private static @Nullable String idOf(JsonNode id) {
    return id.isNull() || id.asText().isEmpty() ? null : id.asText();
  }

  private static WriteResult failed(Write write, Failure failure) {
    return new WriteResult(write.key(), WriteResult.Status.FAILED, write.nativeId(), failure);
  }

  private static ObjectNode variables(Write write) {
    ObjectNode variables = Json.object();
    variables.put("key", write.key());
    variables.put("id", write.nativeId());
    variables.put("joinKey", write.joinKey());
    variables.set("set", Patch.nested(write.set(), write.clear()));
    variables.put("precondition", write.precondition());
    var children = variables.putArray("children");
    write.children().forEach(child -> children.add(Patch.nested(child, List.of())));
    variables.put("at", write.at() == null ? null : write.at().toString());
    return variables;
  }

  WriteAnswer job(String object, String token, List<Write> writes) {
    return jobs.ask(object, token, writes);
  }
}
