package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Founds the invented company: its helpdesk as it stands when the source is frozen. */
final class Founding {
  private static final Instant OPENED = Instant.parse("2025-11-03T08:00:00Z");
  private static final Instant STOPPED = Instant.parse("2026-03-05T20:00:00Z");

  /** Nothing changed in the source after this; the load began later. */
  static final Instant FROZEN = Instant.parse("2026-03-06T06:00:00Z");

  private static final long FIRST_ORGANIZATION = 3001;
  private static final long FIRST_USER = 10_001;
  private static final long FIRST_TICKET = 50_001;

  private final Chance chance;
  private final Scale scale;
  private final Map<Long, List<ObjectNode>> comments = new TreeMap<>();
  private long nextComment = 700_001;

  Founding(Chance chance, Scale scale) {
    this.chance = chance;
    this.scale = scale;
  }

  Helpdesk found() {
    List<ObjectNode> organizations = new ArrayList<>();
    for (int i = 0; i < scale.organizations(); i++) {
      organizations.add(organization(FIRST_ORGANIZATION + i));
    }
    List<ObjectNode> agents = new ArrayList<>();
    for (int i = 0; i < Helpdesk.AGENTS; i++) {
      agents.add(agent(Helpdesk.FIRST_AGENT + i));
    }
    List<ObjectNode> users = new ArrayList<>();
    for (int i = 0; i < scale.people(); i++) {
      users.add(user(FIRST_USER + i, organizations));
    }
    // A tenth of the people never asked for anything: merges and deletions will find them.
    List<ObjectNode> askers = users.stream().filter(user -> number(user, "id") % 10 != 0).toList();
    List<ObjectNode> tickets = new ArrayList<>();
    for (int i = 0; i < scale.tickets(); i++) {
      tickets.add(ticket(FIRST_TICKET + i, chance.pick(askers)));
    }
    List<ObjectNode> leftOrganizations = new ArrayList<>();
    leftOrganizations.add(organization(FIRST_ORGANIZATION + scale.organizations()));
    List<ObjectNode> leftUsers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      leftUsers.add(user(FIRST_USER + scale.people() + i, organizations));
    }
    return new Helpdesk(
        organizations, agents, users, tickets, comments, leftOrganizations, leftUsers);
  }

  static long number(ObjectNode node, String field) {
    return node.path(field).asLong();
  }

  private ObjectNode organization(long id) {
    String name = chance.pick(Texts.FIRMS) + " " + chance.pick(Texts.FORMS) + " " + (id - 3000);
    Instant created = chance.between(OPENED, OPENED.plus(Duration.ofDays(20)));
    ObjectNode out = dated(id, created, chance.between(created, STOPPED));
    out.put("name", name);
    ArrayNode domains = out.putArray("domain_names");
    domains.add("firm" + id + ".example");
    if (chance.in100(40)) {
      domains.add("mail.firm" + id + ".example");
    }
    out.put("details", chance.in100(70) ? "Hafenstraße " + id + "\r\nBuilding " + id % 9 : null);
    out.put("notes", chance.in100(50) ? Texts.paragraph(chance) : null);
    out.putObject("organization_fields")
        .put("tier", chance.in100(90) ? chance.pick(List.of("bronze", "silver", "gold")) : null);
    out.putArray("tags");
    out.putNull("group_id");
    out.put("shared_tickets", false);
    out.put("shared_comments", false);
    return out;
  }

  private ObjectNode agent(long id) {
    ObjectNode out =
        person(id, "Agent", "Number " + (id - 9000), "agent" + id + "@helpdesk.example");
    out.put("role", id == Helpdesk.FIRST_AGENT ? "admin" : "agent");
    out.putNull("organization_id");
    return out;
  }

  private ObjectNode user(long id, List<ObjectNode> organizations) {
    String first = chance.pick(Texts.FIRST);
    String last = chance.pick(Texts.LAST);
    ObjectNode out = person(id, first, last, "Person" + id + "@firm.example");
    out.put("role", "end-user");
    // Half of the silent ones belong to nobody, so that a merge brings no second company along.
    if (id % 20 != 0 && chance.in100(85)) {
      out.put("organization_id", number(chance.pick(organizations), "id"));
    } else {
      out.putNull("organization_id");
    }
    if (id % 97 == 0) {
      out.put("suspended", true);
    }
    return out;
  }

  private ObjectNode person(long id, String first, String last, String email) {
    Instant created = chance.between(OPENED, OPENED.plus(Duration.ofDays(60)));
    ObjectNode out = dated(id, created, chance.between(created, STOPPED));
    out.put("name", first + " " + last);
    out.put("email", email);
    out.put("phone", chance.in100(70) ? "+49 30 " + (1_000_000 + id) : null);
    out.put(
        "locale",
        chance.in100(65) ? chance.pick(List.of("de", "fr", "es", "pl", "ja", "en-GB")) : null);
    out.put("suspended", false);
    out.put("active", true);
    out.put("verified", true);
    out.put("notes", notes(id));
    out.putNull("details");
    out.putArray("tags");
    out.putObject("user_fields").put("first_name", first).put("last_name", last);
    return out;
  }

  private @Nullable String notes(long id) {
    if (id % 5 == 1) {
      // Longer than the target's field: the tail, and an emoji on the edge, stayed behind.
      return ("Long history of customer " + id + ". " + Texts.paragraph(chance) + " ").repeat(7)
          + "📎 end";
    }
    return chance.in100(40) ? "Prefers mail. " + Texts.paragraph(chance) : null;
  }

  private ObjectNode ticket(long id, ObjectNode requester) {
    String status = status();
    Instant created = chance.between(OPENED, STOPPED.minus(Duration.ofDays(5)));
    Instant updated = lastTouched(status, created);
    ObjectNode out = dated(id, created, updated);
    out.put("subject", chance.pick(Texts.TROUBLES) + " #" + id);
    out.put("status", status);
    out.put(
        "priority",
        chance.in100(90) ? chance.pick(List.of("low", "normal", "high", "urgent")) : null);
    String type =
        chance.in100(85) ? chance.pick(List.of("question", "incident", "problem", "task")) : null;
    out.put("type", type);
    out.set("requester_id", requester.get("id"));
    out.set("submitter_id", requester.get("id"));
    out.set("organization_id", requester.get("organization_id"));
    if (status.equals("new")) {
      out.putNull("assignee_id");
    } else {
      out.put("assignee_id", Helpdesk.FIRST_AGENT + chance.between(0, Helpdesk.AGENTS - 1));
    }
    out.put("group_id", 7001L);
    Set<String> tags = new TreeSet<>();
    for (int i = chance.between(0, 3); i > 0; i--) {
      tags.add(chance.pick(Texts.TAGS));
    }
    ArrayNode tagList = out.putArray("tags");
    chance.shuffled(List.copyOf(new ArrayList<>(tags))).forEach(tagList::add);
    out.put("due_at", "task".equals(type) ? due() : null);
    ArrayNode fields = out.putArray("custom_fields");
    ObjectNode amount = fields.addObject().put("id", Helpdesk.AMOUNT);
    amount.put(
        "value", chance.in100(50) ? chance.between(1, 900) + "." + chance.between(10, 99) : null);
    ObjectNode warranty = fields.addObject().put("id", Helpdesk.WARRANTY);
    warranty.put("value", chance.in100(10));
    out.putObject("via").put("channel", chance.in100(60) ? "email" : "web");
    List<ObjectNode> talk = conversation(id, requester, created, updated);
    out.set("description", talk.get(0).get("body"));
    comments.put(id, talk);
    return out;
  }

  private String status() {
    int roll = chance.between(1, 100);
    return roll <= 6
        ? "new"
        : roll <= 34
            ? "open"
            : roll <= 52 ? "pending" : roll <= 60 ? "hold" : roll <= 82 ? "solved" : "closed";
  }

  /**
   * Solved tickets are of two kinds: fresh ones, which stay solved for days, and older ones, which
   * the source closes by itself during the weekend and while the service works.
   */
  private Instant lastTouched(String status, Instant created) {
    return switch (status) {
      case "solved" ->
          chance.in100(60)
              ? chance.between(STOPPED, FROZEN)
              : chance.between(
                  Instant.parse("2026-03-03T00:00:00Z"), Instant.parse("2026-03-05T10:00:00Z"));
      case "closed" -> created.plus(Duration.ofDays(4));
      default -> chance.between(created.plus(Duration.ofDays(1)), STOPPED);
    };
  }

  private String due() {
    return Instant.parse("2026-03-10T00:00:00Z")
        .plus(Duration.ofDays(chance.between(0, 60)))
        .plus(Duration.ofMinutes(chance.between(6, 20) * 60L + 30))
        .toString();
  }

  private List<ObjectNode> conversation(
      long ticket, ObjectNode requester, Instant from, Instant to) {
    int count = chance.between(2, 4);
    List<ObjectNode> out = new ArrayList<>();
    long step = Duration.between(from, to).toSeconds() / (count + 1);
    for (int i = 0; i < count; i++) {
      boolean agent = i > 0 && chance.in100(60);
      String body = "Ref " + ticket + "/" + i + ". " + Texts.paragraph(chance);
      if (i == 0 && ticket % 4 == 0) {
        body = body + "\r\n" + (Texts.paragraph(chance) + "\r\n").repeat(6) + "Kind regards";
      }
      ObjectNode comment = Json.object();
      comment.put("id", nextComment++);
      comment.put("type", "Comment");
      comment.put("body", body);
      comment.put("html_body", Texts.html(body));
      comment.put("plain_body", body);
      comment.put("public", i == 0 || !agent || chance.in100(60));
      comment.put(
          "author_id",
          agent ? Helpdesk.FIRST_AGENT + chance.between(0, 11) : number(requester, "id"));
      comment.putArray("attachments");
      comment.put("created_at", from.plusSeconds(step * i).toString());
      out.add(comment);
    }
    return out;
  }

  private static ObjectNode dated(long id, Instant created, Instant updated) {
    ObjectNode out = Json.object();
    out.put("id", id);
    out.putNull("external_id");
    out.put("created_at", created.toString());
    out.put("updated_at", updated.toString());
    return out;
  }
}
