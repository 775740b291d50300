package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.http.Response;
import java.util.ArrayList;
import java.util.List;

/** Workflows, {@code /automation/v4/flows}: they are listed, read and replaced. */
final class FlowsApi {
  private static final List<String> LISTED =
      List.of(
          "id",
          "name",
          "isEnabled",
          "flowType",
          "objectTypeId",
          "revisionId",
          "createdAt",
          "updatedAt",
          "uuid");
  private static final List<String> REQUIRED =
      List.of(
          "type",
          "revisionId",
          "isEnabled",
          "actions",
          "blockedDates",
          "customProperties",
          "timeWindows");
  private static final List<String> CONTACT_REQUIRED =
      List.of("canEnrollFromSalesforce", "suppressionListIds");
  private static final List<String> READ_ONLY =
      List.of(
          "id",
          "createdAt",
          "updatedAt",
          "dataSources",
          "flowType",
          "objectTypeId",
          "nextAvailableActionId",
          "crmObjectCreationStatus");

  private final HubSpotState state;
  private final Ledger ledger;

  FlowsApi(HubSpotState state, Ledger ledger) {
    this.state = state;
    this.ledger = ledger;
  }

  void routes(HubSpotSandbox sandbox) {
    sandbox
        .on("GET", "/automation/v4/flows", this::list)
        .on("GET", "/automation/v4/flows/{id}", this::get)
        .on("PUT", "/automation/v4/flows/{id}", this::replace);
  }

  private Response list(Call call) {
    call.need("automation");
    List<ObjectNode> all = new ArrayList<>();
    for (ObjectNode flow : state.directory().flows.values()) {
      ObjectNode row = Wire.object();
      LISTED.stream().filter(flow::has).forEach(name -> row.set(name, flow.get(name)));
      all.add(row);
    }
    int from = (int) Math.min(call.after(), all.size());
    int to = Math.min(from + call.limit(100, 100), all.size());
    String next = to < all.size() ? Integer.toString(to) : null;
    return Wire.page(all.subList(from, to), next, call.request());
  }

  private Response get(Call call) {
    return Wire.answer(200, require(call));
  }

  private Response replace(Call call) {
    ObjectNode old = require(call);
    ObjectNode body = call.body();
    List<String> required = new ArrayList<>(REQUIRED);
    if (body.path("type").asText().equals("CONTACT_FLOW")) {
      required.addAll(CONTACT_REQUIRED);
    }
    for (String name : required) {
      if (!body.has(name)) {
        throw Refusal.invalid("Invalid input JSON: required field " + name + " is missing");
      }
    }
    if (!body.path("revisionId").asText().equals(old.path("revisionId").asText())) {
      throw new Refusal(
          409, "CONFLICT", "The workflow has a newer revision than the one given; read it again");
    }
    ObjectNode fresh = body.deepCopy();
    READ_ONLY.forEach(
        name -> {
          fresh.remove(name);
          if (old.has(name)) {
            fresh.set(name, old.get(name));
          }
        });
    fresh.put("revisionId", Long.toString(old.path("revisionId").asLong() + 1));
    fresh.put("updatedAt", call.now().toString());
    state.directory().flows.put(call.place("id"), fresh);
    ledger.write("flows", call.place("id"), "updated", List.of("isEnabled", "actions"));
    return Wire.answer(200, fresh);
  }

  private ObjectNode require(Call call) {
    call.need("automation");
    ObjectNode flow = state.directory().flows.get(call.place("id"));
    if (flow == null) {
      throw new Refusal(404, "OBJECT_NOT_FOUND", "Workflow " + call.place("id") + " not found");
    }
    return flow;
  }
}
