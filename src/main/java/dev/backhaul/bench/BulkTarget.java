package dev.backhaul.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.http.Handler;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.time.Instant;
import java.util.List;

/**
 * A HubSpot account of very many contacts, each changed by a person once since cutover. Contacts
 * are made up by their number when they are asked for, so that an account of a million fits
 * anywhere.
 *
 * @param records how many contacts
 */
record BulkTarget(int records) implements Handler {
  static final long FIRST = 20_000_000;
  private static final Instant CUTOVER = Instant.parse("2026-03-06T18:00:00Z");
  private static final Instant LOADED = CUTOVER.minusSeconds(86_400);
  private static final long CHANGED = CUTOVER.toEpochMilli() + 1_000;
  private static final String CONTACTS = "/crm/v3/objects/contacts/";
  private static final List<String> PROPERTIES =
      List.of(
          "zendesk_id",
          "display_name",
          "full_name",
          "email",
          "login_email",
          "phone",
          "support_suspended",
          "hs_language");

  @Override
  public Response handle(Request request) {
    String path = request.path();
    if (path.startsWith("/account-info/v3/details")) {
      return ok(Json.object().put("portalId", 1).put("accountType", "STANDARD"));
    }
    if (path.startsWith("/crm/v3/properties/")) {
      ObjectNode out = Json.object();
      ArrayNode names = out.putArray("results");
      if (path.endsWith("/contacts")) {
        PROPERTIES.forEach(name -> names.addObject().put("name", name));
      }
      return ok(out);
    }
    if (path.equals(CONTACTS + "search")) {
      return ok(search(Json.parse(request.text())));
    }
    if (path.equals(CONTACTS + "batch/read") && request.param("archived") == null) {
      return ok(read(Json.parse(request.text())));
    }
    return ok(nothing());
  }

  static Response ok(JsonNode body) {
    return Response.json(200, Json.text(body));
  }

  private static ObjectNode nothing() {
    ObjectNode out = Json.object().put("total", 0);
    out.putArray("results");
    return out;
  }

  private ObjectNode search(JsonNode query) {
    long from = 0;
    long until = Long.MAX_VALUE;
    long last = 0;
    for (JsonNode filter : query.at("/filterGroups/0/filters")) {
      switch (filter.path("operator").asText()) {
        case "BETWEEN" -> {
          from = filter.path("value").asLong();
          until = filter.path("highValue").asLong();
        }
        case "GTE" -> from = filter.path("value").asLong();
        case "GT" -> last = filter.path("value").asLong();
        default -> {
          return nothing(); // by join keys: none is missing a record
        }
      }
    }
    long first = Math.max(Math.max(0, from - CHANGED), last - FIRST + 1);
    long end = Math.min(records, until == Long.MAX_VALUE ? records : until - CHANGED + 1);
    long limit = Math.min(end, first + query.path("limit").asLong(100));
    ObjectNode out = Json.object().put("total", Math.max(0, end - first));
    ArrayNode results = out.putArray("results");
    for (long i = first; i < limit; i++) {
      results.addObject().put("id", Long.toString(FIRST + i));
    }
    if (limit < end) {
      out.putObject("paging").putObject("next").put("after", Long.toString(limit));
    }
    return out;
  }

  private ObjectNode read(JsonNode query) {
    boolean history = query.path("propertiesWithHistory").size() > 0;
    ObjectNode out = Json.object();
    ArrayNode results = out.putArray("results");
    for (JsonNode input : query.path("inputs")) {
      long number = input.path("id").asLong() - FIRST;
      if (number >= 0 && number < records) {
        results.add(contact(number, history));
      }
    }
    return out;
  }

  private static ObjectNode contact(long i, boolean history) {
    String changed = Instant.ofEpochMilli(CHANGED + i).toString();
    ObjectNode out = Json.object().put("id", Long.toString(FIRST + i)).put("archived", false);
    out.put("createdAt", LOADED.toString()).put("updatedAt", changed);
    ObjectNode values = out.putObject("properties");
    values.put("zendesk_id", Long.toString(BulkSource.FIRST + i));
    values.put("display_name", "First" + i + " Last").put("full_name", "First" + i + " Last");
    values.put("email", "u" + i + "@large.example").put("login_email", "u" + i + "@large.example");
    values.put("phone", BulkSource.phone(i, true));
    values.put("support_suspended", "false").put("hs_language", "en");
    if (history) {
      ObjectNode told = out.putObject("propertiesWithHistory");
      values
          .properties()
          .forEach(
              value -> {
                ArrayNode revisions = told.putArray(value.getKey());
                boolean phone = value.getKey().equals("phone");
                if (phone) {
                  revision(revisions, value.getValue().asText(), changed, "CRM_UI", "userId:501");
                }
                String loaded = phone ? BulkSource.phone(i, false) : value.getValue().asText();
                revision(revisions, loaded, LOADED.toString(), "INTEGRATION", "990001");
              });
    }
    return out;
  }

  private static void revision(ArrayNode out, String value, String at, String type, String id) {
    ObjectNode one = out.addObject().put("value", value).put("timestamp", at);
    one.put("sourceType", type).put("sourceId", id);
  }
}
