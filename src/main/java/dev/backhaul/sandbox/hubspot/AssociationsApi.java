package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Associations, version 4. A link does not count as a change of the records it joins. */
final class AssociationsApi {
  private static final int MOST_READ = 1_000;
  private static final int MOST_CREATE = 2_000;
  private static final int MOST_ARCHIVE = 100;
  private static final String BATCH = "/crm/v4/associations/{from}/{to}/batch";
  private static final String SINGLE = "/crm/v4/objects/{from}/{id}/associations";

  private final HubSpotState state;
  private final HubSpotSettings settings;
  private final Ledger ledger;

  AssociationsApi(HubSpotState state, HubSpotSettings settings, Ledger ledger) {
    this.state = state;
    this.settings = settings;
    this.ledger = ledger;
  }

  void routes(HubSpotSandbox sandbox) {
    sandbox
        .on("POST", BATCH + "/read", this::read)
        .on("POST", BATCH + "/create", call -> create(call, false))
        .on("POST", BATCH + "/associate/default", call -> create(call, true))
        .on("POST", BATCH + "/archive", this::archive)
        .on("GET", SINGLE + "/{to}", this::list)
        .on("PUT", SINGLE + "/{to}/{toId}", this::put)
        .on("DELETE", SINGLE + "/{to}/{toId}", this::delete);
  }

  /** One page of links; {@code next} is the last id of a page that is not the last one. */
  private record Page(ArrayNode results, @Nullable String next) {}

  private Page page(CrmRecord from, ObjectType to, long after, int size) {
    ArrayNode results = Call.JSON.createArrayNode();
    NavigableMap<Long, Set<Integer>> links = state.associations().of(end(from), to);
    String last = null;
    for (Map.Entry<Long, Set<Integer>> link : links.tailMap(after, false).entrySet()) {
      if (results.size() == size) {
        return new Page(results, last);
      }
      CrmRecord record = state.records().find(to, link.getKey().toString());
      if (record != null && !record.archived()) {
        last = record.key();
        ObjectNode json = results.addObject().put("toObjectId", last);
        ArrayNode types = json.putArray("associationTypes");
        for (int typeId : link.getValue()) {
          types
              .addObject()
              .put("category", "HUBSPOT_DEFINED")
              .put("typeId", typeId)
              .put("label", Associations.primary(from.type(), to, typeId) ? "Primary" : null);
        }
      }
    }
    return new Page(results, null);
  }

  private Response read(Call call) {
    ObjectType from = type(call, "from", false);
    ObjectType to = type(call, "to", false);
    List<ObjectNode> results = new ArrayList<>();
    List<ObjectNode> errors = new ArrayList<>();
    for (ObjectNode input : call.inputs(call.body(), MOST_READ)) {
      String id = input.path("id").asText();
      Long after = Records.number(input.path("after").asText("0"));
      CrmRecord record = state.records().find(from, id);
      Page page =
          record == null || record.archived()
              ? new Page(Call.JSON.createArrayNode(), null)
              : page(record, to, after == null ? 0 : after, settings.associationPage());
      if (page.results().isEmpty()) {
        errors.add(none(from, to, id));
        continue;
      }
      ObjectNode json = Wire.object();
      json.putObject("from").put("id", id);
      json.set("to", page.results());
      Wire.paging(json, page.next(), call.request());
      results.add(json);
    }
    return Wire.batch(200, results, errors, call.now());
  }

  private static ObjectNode none(ObjectType from, ObjectType to, String id) {
    return new Refusal(
            404,
            "OBJECT_NOT_FOUND",
            "No " + to.singular() + " is associated with " + from.singular() + " " + id + ".")
        .sub("crm.associations.NO_ASSOCIATIONS_FOUND")
        .context("fromObjectId", List.of(id))
        .context("fromObjectType", List.of(from.singular()))
        .context("toObjectType", List.of(to.singular()))
        .json();
  }

  private Response list(Call call) {
    CrmRecord record = living(type(call, "from", false), call.place("id"));
    ObjectType to = type(call, "to", false);
    int most = settings.associationPage();
    Page page = page(record, to, call.after(), call.limit(most, most));
    List<ObjectNode> results = new ArrayList<>();
    page.results().forEach(each -> results.add((ObjectNode) each));
    return Wire.page(results, page.next(), call.request());
  }

  private Response create(Call call, boolean unlabelled) {
    ObjectType from = type(call, "from", true);
    ObjectType to = type(call, "to", true);
    List<ObjectNode> results = new ArrayList<>();
    List<ObjectNode> errors = new ArrayList<>();
    for (ObjectNode input : call.inputs(call.body(), MOST_CREATE)) {
      try {
        CrmRecord one = living(from, input.path("from").path("id").asText());
        CrmRecord other = living(to, input.path("to").path("id").asText());
        results.add(
            link(one, other, unlabelled ? List.of(plain(from, to)) : typeIds(input, one, to)));
      } catch (Refusal refusal) {
        errors.add(refusal.json());
      }
    }
    return Wire.batch(201, results, errors, call.now());
  }

  private Response put(Call call) {
    CrmRecord one = living(type(call, "from", true), call.place("id"));
    CrmRecord other = living(type(call, "to", true), call.place("toId"));
    ObjectNode body = Wire.object();
    try {
      body.set("types", Call.JSON.readTree(call.request().body()));
    } catch (java.io.IOException e) {
      throw Refusal.invalid("Invalid input JSON: the body could not be read");
    }
    return Wire.answer(200, link(one, other, typeIds(body, one, other.type())));
  }

  private Response delete(Call call) {
    CrmRecord one = living(type(call, "from", true), call.place("id"));
    unlink(one, state.records().find(type(call, "to", true), call.place("toId")));
    return Response.empty(204);
  }

  private Response archive(Call call) {
    ObjectType from = type(call, "from", true);
    ObjectType to = type(call, "to", true);
    for (ObjectNode input : call.inputs(call.body(), MOST_ARCHIVE)) {
      CrmRecord one = state.records().find(from, input.path("from").path("id").asText());
      for (JsonNode each : input.path("to")) {
        if (one != null) {
          unlink(one, state.records().find(to, each.path("id").asText()));
        }
      }
    }
    return Response.empty(204);
  }

  private ObjectNode link(CrmRecord one, CrmRecord other, List<Integer> typeIds) {
    typeIds.forEach(typeId -> state.associations().add(end(one), end(other), typeId));
    ledger.write(one.type().plural(), one.key(), "updated", List.of("associations"));
    ObjectNode json = Wire.object();
    json.put("fromObjectTypeId", one.type().singular()).put("fromObjectId", one.key());
    json.put("toObjectTypeId", other.type().singular()).put("toObjectId", other.key());
    json.putArray("labels");
    return json;
  }

  private void unlink(CrmRecord one, @Nullable CrmRecord other) {
    if (other != null && state.associations().remove(end(one), end(other))) {
      ledger.write(one.type().plural(), one.key(), "updated", List.of("associations"));
    }
  }

  private static List<Integer> typeIds(JsonNode input, CrmRecord one, ObjectType to) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode each : input.path("types")) {
      int typeId = each.path("associationTypeId").asInt();
      if (!Associations.knows(one.type(), to, typeId)) {
        throw Refusal.invalid(
            "Association type "
                + typeId
                + " does not lead from "
                + one.type().singular()
                + " to "
                + to.singular());
      }
      ids.add(typeId);
    }
    if (ids.isEmpty()) {
      throw Refusal.invalid("An association needs at least one type");
    }
    return ids;
  }

  private static int plain(ObjectType from, ObjectType to) {
    Integer plain = Associations.plain(from, to);
    if (plain == null) {
      throw Refusal.invalid(from.singular() + " and " + to.singular() + " cannot be associated");
    }
    return plain;
  }

  private CrmRecord living(ObjectType type, String id) {
    CrmRecord record = state.records().find(type, id);
    if (record == null || record.archived()) {
      throw Refusal.missing(type, id);
    }
    return record;
  }

  private static ObjectType type(Call call, String place, boolean write) {
    ObjectType type = call.type(place);
    call.need(type.scope(write));
    return type;
  }

  private static Associations.End end(CrmRecord record) {
    return new Associations.End(record.type(), record.id());
  }
}
