package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.sandbox.hubspot.ThreadMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/** Plays the target's story into a sandbox: the load, then the weekend. */
final class HubSpotSeeding {
  private static final Map<String, String> PLURAL =
      Map.of(
          "company", "companies",
          "contact", "contacts",
          "ticket", "tickets",
          "note", "notes",
          "email", "emails");

  /** Association type by "from to": a contact's and a ticket's company is the primary one. */
  private static final Map<String, Integer> LINK =
      Map.of(
          "contact company", 1,
          "ticket contact", 16,
          "ticket company", 26,
          "note ticket", 228,
          "email ticket", 224,
          "email contact", 198);

  private final HubSpotState state;

  /** The contact of each ticket. */
  private final Map<String, String> contacts = new HashMap<>();

  /** The conversation thread of each ticket. */
  private final Map<String, String> threads = new HashMap<>();

  HubSpotSeeding(HubSpotState state) {
    this.state = state;
  }

  void seed(World world) {
    account();
    world.load().forEach(this::play);
    world.weekend().forEach(this::play);
  }

  private void account() {
    text("companies", "zendesk_id", "domains", "address_lines", "service_tier");
    text("contacts", "zendesk_id", "display_name", "login_email", "full_name", "support_notes");
    state.addProperty("contacts", "support_suspended", "bool");
    text("tickets", "zendesk_id", "product", "zendesk_tags");
    state.addProperty("tickets", "due_date", "date");
    state.addProperty("tickets", "order_amount", "number");
    state.addProperty("tickets", "warranty", "bool");
    text("notes", "zendesk_comment_id");
    text("emails", "zendesk_comment_id");
    for (int i = 1; i <= Helpdesk.AGENTS; i++) {
      if (i != 7) {
        owner(71_000 + i, 500 + i);
      }
    }
    owner(71_099, 599);
    ObjectNode pipeline = Json.object().put("id", "0").put("label", "Support pipeline");
    ArrayNode stages = pipeline.put("displayOrder", 0).putArray("stages");
    List<String> labels = List.of("New", "Waiting on contact", "Waiting on us", "Closed");
    for (int i = 0; i < labels.size(); i++) {
      String id = Integer.toString(i + 1);
      stages.addObject().put("id", id).put("label", labels.get(i)).put("displayOrder", i);
    }
    state.addPipeline("tickets", pipeline);
  }

  private void text(String type, String... names) {
    for (String name : names) {
      state.addProperty(type, name, "string");
    }
  }

  private void owner(int id, int user) {
    ObjectNode owner = Json.object().put("id", Integer.toString(id)).put("userId", user);
    owner.put("email", "owner" + id + "@helpdesk.example").put("firstName", "Owner");
    state.addOwner(owner.put("lastName", "Number " + user).put("archived", false));
  }

  private void play(TargetEvent event) {
    SourceTag tag = tag(event.hand());
    switch (event) {
      case TargetEvent.Created born -> {
        if (born.object().equals("message")) {
          message(born);
        } else {
          state.create(plural(born.object()), born.id(), born.properties(), born.at(), tag);
          link(born.object(), born.id(), born.links());
        }
      }
      case TargetEvent.Changed changed ->
          state.set(
              plural(changed.object()), changed.id(), changed.properties(), changed.at(), tag);
      case TargetEvent.Archived gone ->
          state.archive(plural(gone.object()), gone.id(), gone.at(), tag);
      case TargetEvent.Merged merged ->
          state.merge(plural(merged.object()), merged.winner(), merged.loser(), merged.at(), tag);
      case TargetEvent.Uploaded file ->
          state.addFile(file.id(), file.name(), file.text().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void link(String object, String id, SortedMap<String, List<String>> links) {
    links.forEach(
        (to, ids) -> {
          Integer type = LINK.get(object + " " + to);
          for (String other : ids) {
            state.associate(
                plural(object),
                id,
                plural(to),
                other,
                Objects.requireNonNull(type, object + " " + to));
            if (object.equals("ticket") && to.equals("contact")) {
              contacts.put(id, other);
            }
          }
        });
  }

  private void message(TargetEvent.Created said) {
    String ticket = said.links().getOrDefault("ticket", List.of()).get(0);
    String contact = Objects.requireNonNull(contacts.get(ticket), ticket);
    String thread =
        threads.computeIfAbsent(ticket, id -> state.addThread(null, id, contact, said.at()));
    String user = said.properties().get("user");
    state.addMessage(
        thread,
        said.id(),
        ThreadMessage.message(
            said.properties().getOrDefault("direction", "INCOMING"),
            user == null ? "V-" + contact : "A-" + user,
            user == null ? "Customer" : "Agent",
            said.at(),
            said.properties().getOrDefault("text", "")));
  }

  private static SourceTag tag(Hand hand) {
    return new SourceTag(hand.sourceType(), hand.sourceId(), hand.userId(), null);
  }

  private static String plural(String object) {
    return Objects.requireNonNull(PLURAL.get(object), object);
  }
}
