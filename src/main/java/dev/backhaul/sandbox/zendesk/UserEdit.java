package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates and changes users, with the rules of addresses and external ids. */
final class UserEdit {
  private static final Set<String> ROLES = Set.of("end-user", "agent", "admin");
  private static final List<String> PLAIN =
      List.of(
          "name",
          "phone",
          "organization_id",
          "external_id",
          "alias",
          "details",
          "notes",
          "signature",
          "role",
          "custom_role_id",
          "default_group_id",
          "suspended",
          "time_zone",
          "locale",
          "ticket_restriction");

  /** Leaving an organization takes the tickets along, a little later [Z1]. */
  private static final Duration UNASSIGNED_AFTER = Duration.ofSeconds(5);

  private final Desk desk;

  UserEdit(Desk desk) {
    this.desk = desk;
  }

  /** The user that an upsert would change: by external id, else by address; or null. */
  @Nullable ObjectNode match(ObjectNode given) {
    if (given.hasNonNull("external_id")) {
      ObjectNode known = byExternalId(given);
      if (known != null) {
        return known;
      }
    }
    return given.hasNonNull("email") ? byEmail(given.path("email").asText()) : null;
  }

  private @Nullable ObjectNode byExternalId(ObjectNode given) {
    String key = ZendeskState.fold(given.path("external_id").asText(""));
    return desk.state.users.by(key).stream().findFirst().orElse(null);
  }

  private @Nullable ObjectNode byEmail(String email) {
    return desk.state.identities.by(ZendeskState.fold(email)).stream()
        .findFirst()
        .map(identity -> Desk.found(desk.state.users, identity.path("user_id").asText()))
        .orElse(null);
  }

  ObjectNode upsert(ObjectNode given) {
    ObjectNode known = match(given);
    return known == null ? create(given) : update(known, given);
  }

  ObjectNode create(ObjectNode given) {
    if (given.path("name").asText("").isBlank()) {
      throw Refusal.invalid("name", "Name: cannot be blank");
    }
    ObjectNode row = Call.JSON.createObjectNode().put("created_at", desk.stamp());
    row.put("verified", given.path("verified").asBoolean(false));
    ObjectNode user = Shapes.user(row);
    change(null, user, given);
    long id = desk.state.nextId();
    user.put("id", id).put("url", desk.url("users/" + id));
    if (given.hasNonNull("email")) {
      String email = given.path("email").asText();
      checkFree(email, "" + id);
      user.put("email", email);
      desk.state.identities.put(
          Shapes.identity(desk.state.nextId(), id, email, true, desk.stamp()));
    }
    desk.state.users.put(user);
    desk.book("user", "created", null, user);
    if (given.hasNonNull("email") && !given.path("skip_verify_email").asBoolean(false)) {
      desk.ledger.mail("user", "" + id, "welcome", List.of("" + id));
    }
    return user;
  }

  /** Changes a user. An address that is sent is added as a secondary identity [Z1]. */
  ObjectNode update(ObjectNode before, ObjectNode given) {
    String id = before.path("id").asText();
    if (!before.path("active").asBoolean(true)) {
      throw Refusal.notFound();
    }
    ObjectNode after = before.deepCopy();
    change(before, after, given);
    boolean added = false;
    if (given.hasNonNull("email")) {
      String email = given.path("email").asText();
      checkFree(email, id);
      if (byEmail(email) == null) {
        boolean first = before.path("email").isNull();
        desk.state.identities.put(
            Shapes.identity(
                desk.state.nextId(), before.path("id").asLong(), email, first, desk.stamp()));
        if (first) {
          after.put("email", email);
        }
        added = true;
      }
    }
    if (added || !after.equals(before)) {
      after.put("updated_at", desk.stamp());
      desk.state.users.put(after);
      desk.book("user", "updated", before, after);
      if (added) {
        desk.ledger.write("user", id, "updated", Set.of("identities"));
      }
    }
    if (before.hasNonNull("organization_id") && after.path("organization_id").isNull()) {
      String organization = before.path("organization_id").asText();
      desk.timeline.at(desk.now().plus(UNASSIGNED_AFTER), () -> unassign(id, organization));
    }
    if (after.path("role").asText().equals("end-user")
        && !before.path("role").asText().equals("end-user")) {
      unassignAgent(id);
    }
    return after;
  }

  /** An agent who is made end-user loses what was assigned to them; nobody gets it back. */
  private void unassignAgent(String userId) {
    for (ObjectNode ticket : List.copyOf(desk.state.tickets.all())) {
      boolean working = !ticket.path("status").asText().matches("closed|deleted");
      if (working && ticket.path("assignee_id").asText().equals(userId)) {
        ObjectNode after = ticket.deepCopy().putNull("assignee_id");
        after.put("generated_timestamp", desk.now().getEpochSecond());
        desk.state.tickets.put(after);
        desk.book("ticket", "updated", ticket, after);
      }
    }
  }

  private void change(@Nullable ObjectNode before, ObjectNode after, ObjectNode given) {
    Desk.take(given, after, PLAIN);
    if (after.path("name").asText("").isBlank()) {
      throw Refusal.invalid("name", "Name: cannot be blank");
    }
    if (!ROLES.contains(after.path("role").asText())) {
      throw Refusal.invalid("role", "Role: is invalid");
    }
    if (given.hasNonNull("organization_id")
        && desk.state.organizations.get(given.path("organization_id").asText()) == null) {
      throw Refusal.invalid("organization", "Organization: is invalid");
    }
    if (given.hasNonNull("external_id")) {
      ObjectNode holder = byExternalId(given);
      if (holder != null && (before == null || !holder.path("id").equals(before.path("id")))) {
        throw Refusal.duplicate("external_id", "External: has already been taken");
      }
    }
    if (given.path("tags").isArray()) {
      after.set("tags", Shapes.tags(given.path("tags")));
    }
    if (given.path("user_fields") instanceof ObjectNode fields) {
      fields
          .properties()
          .forEach(
              field -> {
                boolean known =
                    desk.state.userFields.all().isEmpty()
                        || Fields.known(desk.state.userFields, field.getKey());
                if (known) {
                  ((ObjectNode) after.path("user_fields"))
                      .set(field.getKey(), field.getValue().deepCopy());
                }
              });
    }
  }

  private void checkFree(String email, String userId) {
    if (!email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
      throw Refusal.invalid("email", "Email: is not properly formatted");
    }
    ObjectNode holder = byEmail(email);
    if (holder != null && !holder.path("id").asText().equals(userId)) {
      throw Refusal.duplicate("email", "Email: is already being used by another user");
    }
  }

  private void unassign(String userId, String organization) {
    for (ObjectNode ticket : List.copyOf(desk.state.tickets.all())) {
      boolean working = !ticket.path("status").asText().matches("closed|deleted");
      if (working
          && ticket.path("requester_id").asText().equals(userId)
          && ticket.path("organization_id").asText().equals(organization)) {
        ObjectNode after = ticket.deepCopy().putNull("organization_id");
        after.put("generated_timestamp", desk.now().getEpochSecond());
        desk.state.tickets.put(after);
        desk.book("ticket", "updated", ticket, after);
      }
    }
  }

  List<ObjectNode> identities(String userId) {
    return desk.state.identities.all().stream()
        .filter(identity -> identity.path("user_id").asText().equals(userId))
        .toList();
  }

  List<ObjectNode> makePrimary(ObjectNode user, String identityId) {
    String userId = user.path("id").asText();
    ObjectNode chosen = desk.state.identities.get(identityId);
    if (chosen == null || !chosen.path("user_id").asText().equals(userId)) {
      throw Refusal.notFound();
    }
    for (ObjectNode identity : identities(userId)) {
      boolean primary = identity.path("id").asText().equals(identityId);
      desk.state.identities.put(identity.deepCopy().put("primary", primary));
    }
    ObjectNode after = user.deepCopy().put("updated_at", desk.stamp());
    after.set("email", chosen.path("value"));
    desk.state.users.put(after);
    desk.book("user", "updated", user, after);
    return identities(userId);
  }
}
