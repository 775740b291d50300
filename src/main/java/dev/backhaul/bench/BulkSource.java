package dev.backhaul.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.http.Handler;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.BitSet;
import java.util.Objects;

/**
 * A Zendesk account with a user for each contact of {@link BulkTarget}. Of each user only whether
 * the wanted value has arrived is kept; a value that nobody wanted is refused. Jobs are done at
 * once.
 */
final class BulkSource implements Handler {
  static final long FIRST = 1_000_000;
  private static final String JOBS = "/api/v2/job_statuses/";
  private final BitSet home = new BitSet();
  private ArrayNode last = Json.mapper().createArrayNode();
  private long jobs;

  /** The phone number before and after a person changed it in the target. */
  static String phone(long i, boolean changed) {
    return (changed ? "+49 40 " : "+49 30 ") + i;
  }

  @Override
  public Response handle(Request request) {
    String path = request.path();
    if (path.equals("/api/v2/users/me")) {
      ObjectNode out = Json.object();
      out.putObject("user").put("id", BulkSystems.ADMIN).put("role", "admin");
      return BulkTarget.ok(out);
    }
    if (path.equals("/api/v2/users/show_many")) {
      return BulkTarget.ok(users(Objects.requireNonNullElse(request.param("ids"), "")));
    }
    if (path.equals("/api/v2/users/update_many")) {
      return BulkTarget.ok(update(Json.parse(request.text()).path("users")));
    }
    if (path.startsWith(JOBS)) {
      ObjectNode out = Json.object();
      ObjectNode job = out.putObject("job_status").put("id", path.substring(JOBS.length()));
      job.put("status", "completed").set("results", last);
      return BulkTarget.ok(out);
    }
    if (path.equals("/bench/home")) {
      return BulkTarget.ok(Json.object().put("home", home.cardinality()));
    }
    return BulkTarget.ok(other());
  }

  /** What silence and its canary ask for: there is nothing that could make a noise. */
  private static ObjectNode other() {
    ObjectNode out = Json.object();
    for (String list :
        new String[] {"triggers", "automations", "webhooks", "audits", "tickets", "users"}) {
      out.putArray(list);
    }
    out.putObject("settings");
    out.putObject("user").put("id", 2);
    out.putObject("ticket").put("id", 1);
    return out;
  }

  private ObjectNode users(String ids) {
    ObjectNode out = Json.object();
    ArrayNode users = out.putArray("users");
    for (String id : ids.split(",", -1)) {
      long i = Long.parseLong(id) - FIRST;
      boolean changed = home.get((int) i);
      ObjectNode user = users.addObject().put("id", FIRST + i).put("name", "First" + i + " Last");
      user.put("email", "u" + i + "@large.example").put("phone", phone(i, changed));
      user.put("role", "end-user").put("locale", "en-US").put("suspended", false);
      user.putNull("organization_id").putNull("external_id").putNull("notes");
      user.putObject("user_fields").put("first_name", "First" + i).put("last_name", "Last");
      user.put("created_at", "2025-01-01T00:00:00Z");
      user.put("updated_at", changed ? "2026-03-09T08:00:00Z" : "2026-03-01T00:00:00Z");
    }
    return out;
  }

  private ObjectNode update(JsonNode rows) {
    ArrayNode results = Json.mapper().createArrayNode();
    for (JsonNode row : rows) {
      long i = row.path("id").asLong() - FIRST;
      boolean wanted = row.path("phone").asText().equals(phone(i, true)) && row.size() == 2;
      ObjectNode result = results.addObject().put("index", results.size() - 1);
      result.put("id", row.path("id").asLong());
      if (wanted) {
        home.set((int) i);
        result.put("success", true).put("status", "Updated").put("action", "update");
      } else {
        result.put("success", false).put("status", "Failed").put("error", "NotWanted");
      }
    }
    last = results;
    ObjectNode out = Json.object();
    out.putObject("job_status").put("id", "V3-" + ++jobs).put("status", "queued");
    return out;
  }
}
