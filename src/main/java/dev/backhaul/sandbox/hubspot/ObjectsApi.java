package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.http.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record at a time, and the list of all: {@code /crm/v3/objects/{type}}. */
final class ObjectsApi {
  private static final int PAGE = 100;
  private static final int PAGE_WITH_HISTORY = 50;

  private final HubSpotState state;
  private final Ledger ledger;
  private final Wire wire;

  ObjectsApi(HubSpotState state, Ledger ledger) {
    this.state = state;
    this.ledger = ledger;
    this.wire = new Wire(state);
  }

  void routes(HubSpotSandbox sandbox) {
    sandbox
        .on("GET", "/crm/v3/objects/{type}", this::list)
        .on("POST", "/crm/v3/objects/{type}", this::create)
        .on("GET", "/crm/v3/objects/{type}/{id}", this::get)
        .on("PATCH", "/crm/v3/objects/{type}/{id}", this::update)
        .on("DELETE", "/crm/v3/objects/{type}/{id}", this::archive)
        .on("POST", "/crm/v3/objects/{type}/merge", this::merge);
  }

  private Response list(Call call) {
    ObjectType type = call.type(false);
    Wire.Wanted wanted = wanted(call);
    int most = wanted.histories().isEmpty() ? PAGE : PAGE_WITH_HISTORY;
    int limit = call.limit(10, most);
    boolean archived = call.flag("archived");
    List<ObjectNode> results = new ArrayList<>();
    String next = null;
    String last = null;
    for (CrmRecord record : state.records().after(type, call.after())) {
      if (record.archived() == archived) {
        if (results.size() == limit) {
          next = last;
          break;
        }
        results.add(wire.record(record, wanted));
        last = record.key();
      }
    }
    return Wire.page(results, next, call.request());
  }

  private Response get(Call call) {
    ObjectType type = call.type(false);
    CrmRecord record = require(call, type, call.flag("archived"));
    return Wire.answer(200, wire.record(record, wanted(call)));
  }

  private Response create(Call call) {
    ObjectType type = call.type(true);
    Drafts drafts = new Drafts(state, ledger);
    ObjectNode body = call.body();
    CrmRecord made = drafts.commit(drafts.create(type, body), call.now(), call.app().tag());
    return Wire.answer(201, wire.record(made, written(body)));
  }

  private Response update(Call call) {
    ObjectType type = call.type(true);
    CrmRecord record = require(call, type, false);
    Drafts drafts = new Drafts(state, ledger);
    ObjectNode body = call.body();
    drafts.commit(drafts.update(record, body), call.now(), call.app().tag());
    return Wire.answer(200, wire.record(record, written(body)));
  }

  private Response archive(Call call) {
    ObjectType type = call.type(true);
    CrmRecord record = state.records().find(type, call.place("id"));
    // Deleting what is gone already is no error.
    if (record != null && !record.archived()) {
      record.archive(call.now(), call.app().tag());
      ledger.write(type.plural(), record.key(), "deleted", List.of());
    }
    return Response.empty(204);
  }

  private Response merge(Call call) {
    ObjectType type = call.type(true);
    ObjectNode body = call.body();
    CrmRecord winner = living(type, body.path("primaryObjectId").asText());
    CrmRecord loser = living(type, body.path("objectIdToMerge").asText());
    if (winner == loser) {
      throw Refusal.invalid("A record cannot be merged with itself");
    }
    state.merge(type.plural(), winner.key(), loser.key(), call.now(), call.app().tag());
    ledger.write(type.plural(), winner.key(), "merged", List.of("hs_merged_object_ids"));
    return Wire.answer(200, wire.record(winner, Wire.Wanted.USUAL));
  }

  private CrmRecord living(ObjectType type, String id) {
    CrmRecord record = state.records().find(type, id);
    if (record == null || record.archived()) {
      throw Refusal.missing(type, id);
    }
    return record;
  }

  private CrmRecord require(Call call, ObjectType type, boolean archived) {
    String id = call.place("id");
    @Nullable CrmRecord record =
        new Drafts(state, ledger).find(type, id, call.request().param("idProperty"), archived);
    if (record == null) {
      throw Refusal.missing(type, id);
    }
    return record;
  }

  private static Wire.Wanted written(ObjectNode body) {
    return new Wire.Wanted(List.copyOf(Call.properties(body).keySet()), List.of(), List.of());
  }

  private static Wire.Wanted wanted(Call call) {
    List<ObjectType> associations = new ArrayList<>();
    for (String name : call.list("associations")) {
      ObjectType type = ObjectType.find(name);
      if (type == null) {
        throw Refusal.invalid("Unable to infer object type from: " + name);
      }
      associations.add(type);
    }
    return new Wire.Wanted(
        call.list("properties"), call.list("propertiesWithHistory"), associations);
  }
}
