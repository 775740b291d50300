package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /users}. */
final class Users {
  static final String UPSERT_JOB = "user create or update";
  static final String CREATE_JOB = "user create";
  static final String UPDATE_JOB = "user update";
  private final Desk desk;
  private final Jobs jobs;
  private final UserEdit edit;

  Users(Desk desk, Jobs jobs) {
    this.desk = desk;
    this.jobs = jobs;
    this.edit = new UserEdit(desk);
    jobs.kind(
        UPSERT_JOB,
        (row, actor, at) -> {
          boolean known = edit.match(row) != null;
          return result(edit.upsert(row), known ? "Updated" : "Created");
        });
    jobs.kind(CREATE_JOB, (row, actor, at) -> result(edit.create(row), "Created"));
    jobs.kind(
        UPDATE_JOB,
        (row, actor, at) -> Tickets.updated("update", edit.update(named(row), row), "Updated"));
  }

  private static ObjectNode result(ObjectNode user, String status) {
    ObjectNode row = Call.JSON.createObjectNode().put("status", status);
    row.set("id", user.path("id"));
    return row;
  }

  private ObjectNode named(ObjectNode row) {
    if (row.hasNonNull("id")) {
      return Desk.found(desk.state.users, row.path("id").asText());
    }
    return desk.state.users.by(ZendeskState.fold(row.path("external_id").asText(""))).stream()
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  private static Response answer(int status, JsonNode user) {
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("user", user);
    return Response.json(status, answer.toString());
  }

  /** {@code GET /users/me}. */
  Response me(Call call) {
    return answer(200, Desk.found(desk.state.users, "" + call.actor().id()));
  }

  /** {@code GET /users/{id}}; a deleted user is still shown, as inactive. */
  Response show(Call call) {
    return answer(200, Desk.found(desk.state.users, call.id()));
  }

  private static boolean there(ObjectNode user) {
    return user.path("active").asBoolean(true);
  }

  /** {@code GET /users}. */
  Response list(Call call) {
    String role = call.param("role");
    return Paging.page(
        desk,
        call,
        "users",
        desk.state.users.all().stream()
            .filter(Users::there)
            .filter(user -> role == null || user.path("role").asText().equals(role))
            .toList());
  }

  /** {@code GET /users/count}. */
  Response count(Call call) {
    return Fields.count(desk, desk.state.users.all().stream().filter(Users::there).count());
  }

  /** {@code GET /users/show_many?ids=|external_ids=}; unknown ones are left out. */
  Response showMany(Call call) {
    Stream<ObjectNode> byId = call.list("ids").stream().map(desk.state.users::get);
    Stream<ObjectNode> byKey =
        call.list("external_ids").stream()
            .flatMap(key -> desk.state.users.by(ZendeskState.fold(key)).stream());
    List<ObjectNode> rows =
        Stream.concat(byId, byKey).filter(user -> user != null && there(user)).distinct().toList();
    return Paging.page(desk, call, "users", rows);
  }

  /** {@code GET /users/search?query=|external_id=}; new users are not found at once. */
  Response search(Call call) {
    String external = call.param("external_id");
    String query = call.param("query");
    List<ObjectNode> rows;
    if (external != null) {
      rows = desk.state.users.by(ZendeskState.fold(external));
    } else {
      rows = found(query == null ? "" : query.strip());
    }
    return Paging.page(
        desk, call, "users", rows.stream().filter(Users::there).filter(this::indexed).toList());
  }

  private List<ObjectNode> found(String query) {
    String bare = ZendeskState.fold(query.replace("type:user", "").strip()).replace("\"", "");
    if (bare.startsWith("external_id:")) {
      return desk.state.users.by(bare.substring("external_id:".length()));
    }
    String wanted = bare.startsWith("email:") ? bare.substring("email:".length()) : bare;
    if (wanted.contains("@")) {
      return desk.state.identities.by(wanted).stream()
          .map(identity -> Desk.found(desk.state.users, identity.path("user_id").asText()))
          .toList();
    }
    return desk.state.users.all().stream()
        .filter(user -> ZendeskState.fold(user.path("name").asText()).contains(wanted))
        .toList();
  }

  private boolean indexed(ObjectNode row) {
    return !Shapes.instant(row.path("created_at").asText())
        .plus(desk.options.searchLag())
        .isAfter(desk.now());
  }

  /** {@code POST /users}. */
  Response create(Call call) {
    return answer(201, edit.create(call.object("user")));
  }

  /** {@code PUT /users/{id}}. */
  Response update(Call call) {
    ObjectNode user = Desk.found(desk.state.users, call.id());
    return answer(200, edit.update(user, call.object("user")));
  }

  /** {@code POST /users/create_or_update}: 201 with Location, or 200 [Z1]. */
  Response upsert(Call call) {
    ObjectNode given = call.object("user");
    boolean known = edit.match(given) != null;
    ObjectNode user = edit.upsert(given);
    Response plain = answer(known ? 200 : 201, user);
    String place = desk.url("users/" + user.path("id").asText());
    Map<String, String> headers =
        Map.of("Content-Type", "application/json; charset=utf-8", "Location", place);
    return new Response(plain.status(), headers, plain.body());
  }

  /** {@code POST /users/create_or_update_many}; Support must have enabled it [Z1]. */
  Response upsertMany(Call call) {
    if (!desk.options.bulkUsers()) {
      throw Refusal.forbidden();
    }
    return jobs.queue(UPSERT_JOB, call.rows("users"), call.actor());
  }

  /** {@code POST /users/create_many}; enabled together with create_or_update_many. */
  Response createMany(Call call) {
    if (!desk.options.bulkUsers()) {
      throw Refusal.forbidden();
    }
    return jobs.queue(CREATE_JOB, call.rows("users"), call.actor());
  }

  /** {@code PUT /users/update_many}: one change for ids or external ids, or one for each. */
  Response updateMany(Call call) {
    return jobs.queue(UPDATE_JOB, rows(call, "user", "users"), call.actor());
  }

  /** The rows of an update of many: from the query with one change, or from the body. */
  static ArrayNode rows(Call call, String one, String many) {
    List<String> ids = call.list("ids");
    List<String> keys = call.list("external_ids");
    if (ids.isEmpty() && keys.isEmpty()) {
      return call.rows(many);
    }
    ArrayNode rows = Call.JSON.createArrayNode();
    ObjectNode change = call.object(one);
    ids.forEach(id -> rows.add(change.deepCopy().put("id", Long.parseLong(id))));
    keys.forEach(key -> rows.add(change.deepCopy().put("external_id", key)));
    return rows;
  }

  /** {@code DELETE /users/{id}}: cannot be undone [Z1]. */
  Response delete(Call call) {
    ObjectNode user = Desk.found(desk.state.users, call.id());
    if (!there(user)) {
      throw Refusal.notFound();
    }
    ObjectNode gone = user.deepCopy().put("active", false).put("updated_at", desk.stamp());
    desk.state.users.put(gone);
    desk.ledger.write("user", call.id(), "deleted", Set.of("active"));
    return answer(200, gone);
  }

  /** {@code GET /deleted_users}. */
  Response deleted(Call call) {
    return Paging.page(
        desk,
        call,
        "deleted_users",
        desk.state.users.all().stream().filter(user -> !there(user)).toList());
  }

  /** {@code GET /users/{id}/identities}. */
  Response identities(Call call) {
    Desk.found(desk.state.users, call.id());
    return Paging.page(desk, call, "identities", edit.identities(call.id()));
  }

  /** {@code PUT /users/{id}/identities/{identity}/make_primary}: the way to change an address. */
  Response makePrimary(Call call) {
    ObjectNode user = Desk.found(desk.state.users, call.id());
    List<ObjectNode> all = edit.makePrimary(user, call.places().getOrDefault("identity", ""));
    return Paging.page(desk, call, "identities", all);
  }

  /** {@code DELETE /users/{id}/identities/{identity}}; the primary one cannot go. */
  Response deleteIdentity(Call call) {
    String id = call.places().getOrDefault("identity", "");
    @Nullable ObjectNode identity = desk.state.identities.get(id);
    if (identity == null || !identity.path("user_id").asText().equals(call.id())) {
      throw Refusal.notFound();
    }
    if (identity.path("primary").asBoolean()) {
      throw Refusal.invalid("base", "Identity: the primary identity cannot be deleted");
    }
    desk.state.identities.remove(id);
    desk.ledger.write("user", call.id(), "updated", Set.of("identities"));
    return Response.empty(204);
  }
}
