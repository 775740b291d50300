package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers in HubSpot's shapes. */
final class Wire {
  private final HubSpotState state;

  Wire(HubSpotState state) {
    this.state = state;
  }

  /** What a read asks for; empty lists mean the usual properties and no history. */
  record Wanted(List<String> properties, List<String> histories, List<ObjectType> associations) {
    static final Wanted USUAL = new Wanted(List.of(), List.of(), List.of());
  }

  /** A record as it stands. */
  ObjectNode record(CrmRecord record, Wanted wanted) {
    return record(record, wanted, record.updatedAt());
  }

  /** A record as it stood at an instant. */
  ObjectNode record(CrmRecord record, Wanted wanted, Instant asOf) {
    ObjectType type = record.type();
    ObjectNode json = object().put("id", record.key());
    ObjectNode properties = json.putObject("properties");
    for (String name : names(type, wanted.properties())) {
      if (state.schema().find(type, name) != null) {
        properties.put(name, record.valueAsOf(name, asOf));
      }
    }
    if (!wanted.histories().isEmpty()) {
      ObjectNode histories = json.putObject("propertiesWithHistory");
      for (String name : wanted.histories()) {
        if (state.schema().find(type, name) != null) {
          ArrayNode entries = histories.putArray(name);
          record.revisions(name).forEach(revision -> entries.add(revision(revision)));
        }
      }
    }
    json.put("createdAt", record.createdAt().toString());
    json.put("updatedAt", record.updatedAsOf(asOf).toString());
    json.put("archived", record.archived());
    Instant archivedAt = record.archivedAt();
    if (archivedAt != null) {
      json.put("archivedAt", archivedAt.toString());
    }
    associations(json, record, wanted.associations());
    return json;
  }

  private void associations(ObjectNode json, CrmRecord record, List<ObjectType> types) {
    ObjectType from = record.type();
    for (ObjectType to : types) {
      List<ObjectNode> links = new ArrayList<>();
      state
          .associations()
          .of(new Associations.End(from, record.id()), to)
          .forEach(
              (id, typeIds) ->
                  typeIds.forEach(
                      typeId ->
                          links.add(
                              object()
                                  .put("id", id.toString())
                                  .put("type", name(from, to, typeId)))));
      if (!links.isEmpty()) {
        json.withObject("/associations").putObject(to.plural()).putArray("results").addAll(links);
      }
    }
  }

  private static String name(ObjectType from, ObjectType to, int typeId) {
    String name = from.singular() + "_to_" + to.singular();
    boolean labelled = from == ObjectType.COMPANIES || to == ObjectType.COMPANIES;
    return labelled && !Associations.primary(from, to, typeId) ? name + "_unlabeled" : name;
  }

  private static ObjectNode revision(Revision revision) {
    SourceTag source = revision.source();
    ObjectNode json = object();
    json.put("value", revision.value()).put("timestamp", revision.at().toString());
    json.put("sourceType", source.sourceType());
    if (source.sourceId() != null) {
      json.put("sourceId", source.sourceId());
    }
    if (source.label() != null) {
      json.put("sourceLabel", source.label());
    }
    if (source.userId() != null) {
      json.put("updatedByUserId", source.userId());
    }
    return json;
  }

  private static Set<String> names(ObjectType type, List<String> asked) {
    Set<String> names = new LinkedHashSet<>(asked.isEmpty() ? type.defaults() : asked);
    names.add(type.created());
    names.add(type.modified());
    names.add("hs_object_id");
    return names;
  }

  /** The envelope of a batch: 200 (or {@code whole}) without errors, else 207. */
  static Response batch(int whole, List<ObjectNode> results, List<ObjectNode> errors, Instant at) {
    ObjectNode json = object().put("status", "COMPLETE");
    json.putArray("results").addAll(results);
    if (!errors.isEmpty()) {
      json.put("numErrors", errors.size()).putArray("errors").addAll(errors);
    }
    json.put("requestedAt", at.toString()).put("startedAt", at.toString());
    json.put("completedAt", at.toString());
    return answer(errors.isEmpty() ? whole : 207, json);
  }

  /** A list with the cursor of its next page, if there is one. */
  static Response page(List<ObjectNode> results, @Nullable String after, Request request) {
    ObjectNode json = object();
    json.putArray("results").addAll(results);
    paging(json, after, request);
    return answer(200, json);
  }

  /** Adds the cursor of the next page, if there is one. */
  static void paging(ObjectNode json, @Nullable String after, Request request) {
    if (after != null) {
      json.putObject("paging")
          .putObject("next")
          .put("after", after)
          .put(
              "link",
              request.path() + "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
    }
  }

  static Response answer(int status, ObjectNode json) {
    return Response.json(status, json.toString());
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
