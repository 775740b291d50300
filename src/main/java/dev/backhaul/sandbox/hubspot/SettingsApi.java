package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Limits;
import dev.backhaul.sandbox.http.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Owners, pipelines, properties, and what the account tells about itself. */
final class SettingsApi {
  private final HubSpotState state;
  private final HubSpotSettings settings;
  private final Ledger ledger;
  private final Limits limits;

  SettingsApi(HubSpotState state, HubSpotSettings settings, Ledger ledger, Limits limits) {
    this.state = state;
    this.settings = settings;
    this.ledger = ledger;
    this.limits = limits;
  }

  void routes(HubSpotSandbox sandbox) {
    sandbox
        .on("GET", "/crm/v3/owners", this::owners)
        .on("GET", "/crm/v3/owners/{id}", this::owner)
        .on("GET", "/crm/v3/pipelines/{type}", this::pipelines)
        .on("GET", "/crm/v3/properties/{type}", this::properties)
        .on("POST", "/crm/v3/properties/{type}", this::addProperty)
        .on("GET", "/crm/v3/properties/{type}/{name}", this::property)
        .on("DELETE", "/crm/v3/properties/{type}/{name}", this::archiveProperty)
        .on("GET", "/account-info/v3/details", this::details)
        .on("GET", "/account-info/v3/api-usage/daily/private-apps", this::usage);
  }

  private Response owners(Call call) {
    call.need("crm.objects.owners.read");
    String email = call.request().param("email");
    int limit = call.limit(100, 500);
    List<ObjectNode> results = new ArrayList<>();
    String next = null;
    String last = null;
    for (var entry : state.directory().owners.entrySet()) {
      ObjectNode owner = entry.getValue();
      boolean wanted =
          entry.getKey() > call.after()
              && owner.path("archived").asBoolean() == call.flag("archived")
              && (email == null || owner.path("email").asText().equalsIgnoreCase(email));
      if (wanted) {
        if (results.size() == limit) {
          next = last;
          break;
        }
        results.add(owner);
        last = entry.getKey().toString();
      }
    }
    return Wire.page(results, next, call.request());
  }

  private Response owner(Call call) {
    call.need("crm.objects.owners.read");
    String id = call.place("id");
    boolean byUser = "userId".equals(call.request().param("idProperty"));
    for (ObjectNode owner : state.directory().owners.values()) {
      if (owner.path(byUser ? "userId" : "id").asText().equals(id)
          && owner.path("archived").asBoolean() == call.flag("archived")) {
        return Wire.answer(200, owner);
      }
    }
    throw new Refusal(404, "OBJECT_NOT_FOUND", "The owner does not exist");
  }

  private Response pipelines(Call call) {
    ObjectType type = call.type(false);
    return Wire.page(state.directory().pipelines(type), null, call.request());
  }

  private Response properties(Call call) {
    ObjectType type = schemas(call, false);
    List<ObjectNode> all = state.schema().all(type).stream().map(PropertyDefinition::json).toList();
    return Wire.page(all, null, call.request());
  }

  private Response property(Call call) {
    ObjectType type = schemas(call, false);
    PropertyDefinition property = state.schema().find(type, call.place("name"));
    if (property == null) {
      throw new Refusal(
          404, "OBJECT_NOT_FOUND", "The property " + call.place("name") + " does not exist");
    }
    return Wire.answer(200, property.json());
  }

  private Response archiveProperty(Call call) {
    ObjectType type = schemas(call, true);
    String name = call.place("name");
    PropertyDefinition property = state.schema().find(type, name);
    if (property == null) {
      throw new Refusal(404, "OBJECT_NOT_FOUND", "The property " + name + " does not exist");
    }
    if (property.json().path("hubspotDefined").asBoolean()) {
      throw Refusal.invalid("A property that HubSpot defined cannot be archived");
    }
    state.schema().remove(type, name);
    state.records().forget(type, name);
    ledger.write("properties", type.plural() + "/" + name, "deleted", List.of("name"));
    return Response.empty(204);
  }

  private Response addProperty(Call call) {
    ObjectType type = schemas(call, true);
    ObjectNode body = call.body();
    for (String required : List.of("name", "label", "type", "fieldType", "groupName")) {
      if (body.path(required).asText().isEmpty()) {
        throw Refusal.invalid("Invalid input JSON: required field " + required + " is missing");
      }
    }
    String name = body.path("name").asText();
    if (state.schema().find(type, name) != null) {
      throw new Refusal(409, "CONFLICT", "A property named '" + name + "' already exists");
    }
    if (body.path("hasUniqueValue").asBoolean() && state.schema().uniqueFull(type)) {
      throw Refusal.invalid("An object can have at most 10 unique properties");
    }
    ObjectNode json = body.deepCopy();
    json.put("createdAt", call.now().toString()).put("updatedAt", call.now().toString());
    json.put("archived", false).put("calculated", false).withArray("/options");
    state.schema().add(type, json);
    ledger.write("properties", type.plural() + "/" + name, "created", List.of("name"));
    return Wire.answer(201, json);
  }

  private ObjectType schemas(Call call, boolean write) {
    ObjectType type = call.type("type");
    String scope = "crm.schemas." + type.plural() + (write ? ".write" : ".read");
    if (!call.app().grants(scope)) {
      call.need(type.scope(write));
    }
    return type;
  }

  private Response details(Call call) {
    ZoneOffset offset = settings.zone().getRules().getOffset(call.now());
    ObjectNode json = Wire.object().put("portalId", settings.portalId());
    json.put("accountType", "STANDARD").put("timeZone", settings.zone().getId());
    json.put("companyCurrency", "USD").putArray("additionalCurrencies");
    json.put("utcOffset", offset.getId());
    json.put("utcOffsetMilliseconds", offset.getTotalSeconds() * 1000L);
    json.put("uiDomain", "app.hubspot.com").put("dataHostingLocation", "na1");
    return Wire.answer(200, json);
  }

  private Response usage(Call call) {
    Limits.Standing daily = limits.standing(HubSpotSandbox.DAILY, "", call.now());
    if (daily == null) {
      return Wire.page(List.of(), null, call.request());
    }
    ObjectNode row = Wire.object().put("name", "private-apps-api-calls-daily");
    row.put("usageLimit", daily.limit()).put("currentUsage", daily.limit() - daily.remaining());
    Instant now = call.now();
    row.put("collectedAt", now.toString()).put("fetchStatus", "SUCCESS");
    row.put("resetsAt", HubSpotState.cut(now.plus(daily.reset())).toString());
    return Wire.page(List.of(row), null, call.request());
  }
}
