package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /organizations}. There is no create_or_update_many [Z1][Z5]. */
final class Organizations {
  static final String CREATE_JOB = "organization create";
  static final String UPDATE_JOB = "organization update";
  private static final List<String> PLAIN =
      List.of(
          "external_id",
          "details",
          "notes",
          "group_id",
          "domain_names",
          "shared_tickets",
          "shared_comments");

  private final Desk desk;
  private final Jobs jobs;

  Organizations(Desk desk, Jobs jobs) {
    this.desk = desk;
    this.jobs = jobs;
    jobs.kind(
        CREATE_JOB,
        (row, actor, at) -> {
          ObjectNode result = Call.JSON.createObjectNode().put("status", "Created");
          result.set("id", create(row).path("id"));
          return result;
        });
    jobs.kind(
        UPDATE_JOB,
        (row, actor, at) -> Tickets.updated("update", change(named(row), row), "Updated"));
  }

  private ObjectNode named(ObjectNode row) {
    if (row.hasNonNull("id")) {
      return Desk.found(desk.state.organizations, row.path("id").asText());
    }
    ObjectNode known = byExternalId(row.path("external_id"));
    if (known == null) {
      throw Refusal.notFound();
    }
    return known;
  }

  private @Nullable ObjectNode byExternalId(JsonNode key) {
    return desk.state.organizations.by(ZendeskState.fold(key.asText(""))).stream()
        .findFirst()
        .orElse(null);
  }

  private static Response answer(int status, ObjectNode row) {
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("organization", row);
    return Response.json(status, answer.toString());
  }

  /** {@code GET /organizations/{id}}. */
  Response show(Call call) {
    return answer(200, Desk.found(desk.state.organizations, call.id()));
  }

  /** {@code GET /organizations}. */
  Response list(Call call) {
    return Paging.page(desk, call, "organizations", List.copyOf(desk.state.organizations.all()));
  }

  /** {@code GET /organizations/count}. */
  Response count(Call call) {
    return Fields.count(desk, desk.state.organizations.all().size());
  }

  /** {@code GET /organizations/show_many?ids=|external_ids=}; unknown ones are left out. */
  Response showMany(Call call) {
    Stream<ObjectNode> byId = call.list("ids").stream().map(desk.state.organizations::get);
    Stream<ObjectNode> byKey =
        call.list("external_ids").stream()
            .flatMap(key -> desk.state.organizations.by(ZendeskState.fold(key)).stream());
    List<ObjectNode> rows =
        Stream.concat(byId, byKey).filter(row -> row != null).distinct().toList();
    return Paging.page(desk, call, "organizations", rows);
  }

  /** {@code GET /organizations/search?external_id=|name=}. */
  Response search(Call call) {
    String key = call.param("external_id");
    String name = call.param("name");
    if (key == null && name == null) {
      throw Refusal.of(400, "InvalidRequest", "Parameter external_id or name is required");
    }
    List<ObjectNode> rows =
        key != null
            ? desk.state.organizations.by(ZendeskState.fold(key))
            : desk.state.organizationNames.by(ZendeskState.fold(name == null ? "" : name.strip()));
    return Paging.page(desk, call, "organizations", rows);
  }

  /** {@code GET /organizations/autocomplete?name=}: names that begin so, at least two letters. */
  Response autocomplete(Call call) {
    String name = call.param("name");
    if (name == null || name.strip().length() < 2) {
      throw Refusal.of(400, "InvalidRequest", "Parameter name must have at least 2 letters");
    }
    String wanted = ZendeskState.fold(name.strip());
    return Paging.page(
        desk,
        call,
        "organizations",
        desk.state.organizations.all().stream()
            .filter(row -> ZendeskState.fold(row.path("name").asText()).startsWith(wanted))
            .filter(this::indexed)
            .toList());
  }

  private boolean indexed(ObjectNode row) {
    return !Shapes.instant(row.path("created_at").asText())
        .plus(desk.options.searchLag())
        .isAfter(desk.now());
  }

  /** {@code POST /organizations}. */
  Response create(Call call) {
    return answer(201, create(call.object("organization")));
  }

  /** {@code POST /organizations/create_or_update}: by id or external id, never by name [Z1]. */
  Response upsert(Call call) {
    ObjectNode given = call.object("organization");
    ObjectNode known =
        given.hasNonNull("id") ? named(given) : byExternalId(given.path("external_id"));
    return known == null ? answer(201, create(given)) : answer(200, change(known, given));
  }

  /** {@code POST /organizations/create_many}. */
  Response createMany(Call call) {
    return jobs.queue(CREATE_JOB, call.rows("organizations"), call.actor());
  }

  /** {@code PUT /organizations/{id}}. */
  Response update(Call call) {
    ObjectNode row = Desk.found(desk.state.organizations, call.id());
    return answer(200, change(row, call.object("organization")));
  }

  /** {@code PUT /organizations/update_many}. */
  Response updateMany(Call call) {
    return jobs.queue(UPDATE_JOB, Users.rows(call, "organization", "organizations"), call.actor());
  }

  /** {@code DELETE /organizations/{id}}. */
  Response delete(Call call) {
    Desk.found(desk.state.organizations, call.id());
    desk.state.organizations.remove(call.id());
    desk.state.organizationNames.remove(call.id());
    desk.ledger.write("organization", call.id(), "deleted", Set.of("id"));
    return Response.empty(204);
  }

  private ObjectNode create(ObjectNode given) {
    ObjectNode fresh = Call.JSON.createObjectNode().put("created_at", desk.stamp());
    ObjectNode row = Shapes.organization(fresh);
    fill(null, row, given);
    long id = desk.state.nextId();
    row.put("id", id).put("url", desk.url("organizations/" + id));
    desk.state.saveOrganization(row);
    desk.book("organization", "created", null, row);
    return row;
  }

  private ObjectNode change(ObjectNode before, ObjectNode given) {
    ObjectNode after = before.deepCopy();
    fill(before, after, given);
    if (!after.equals(before)) {
      after.put("updated_at", desk.stamp());
      desk.state.saveOrganization(after);
      desk.book("organization", "updated", before, after);
    }
    return after;
  }

  private void fill(@Nullable ObjectNode before, ObjectNode after, ObjectNode given) {
    Desk.take(given, after, PLAIN);
    if (given.has("name")) {
      after.put("name", given.path("name").asText("").strip());
    }
    String name = after.path("name").asText("");
    if (name.isEmpty()) {
      throw Refusal.invalid("name", "Name: cannot be blank");
    }
    if (taken(desk.state.organizationNames.by(ZendeskState.fold(name)), before)) {
      throw Refusal.duplicate("name", "Name: has already been taken");
    }
    if (given.hasNonNull("external_id")
        && taken(
            desk.state.organizations.by(ZendeskState.fold(given.path("external_id").asText())),
            before)) {
      throw Refusal.duplicate("external_id", "External: has already been taken");
    }
    if (given.path("tags").isArray()) {
      after.set("tags", Shapes.tags(given.path("tags")));
    }
    if (given.path("organization_fields") instanceof ObjectNode fields) {
      fields
          .properties()
          .forEach(
              field -> {
                if (desk.state.organizationFields.all().isEmpty()
                    || Fields.known(desk.state.organizationFields, field.getKey())) {
                  ((ObjectNode) after.path("organization_fields"))
                      .set(field.getKey(), field.getValue().deepCopy());
                }
              });
    }
  }

  private static boolean taken(List<ObjectNode> holders, @Nullable ObjectNode self) {
    return holders.stream()
        .anyMatch(holder -> self == null || !holder.path("id").equals(self.path("id")));
  }
}
