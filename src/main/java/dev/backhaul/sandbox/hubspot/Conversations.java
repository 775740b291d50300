package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Conversation threads with their messages, in the form HubSpot answers them. */
final class Conversations {
  /** One thread; messages in the order they were written. */
  record Conversation(long id, ObjectNode json, List<ObjectNode> messages) {
    Instant latest() {
      return Instant.parse(json.path("latestMessageTimestamp").asText());
    }

    String ticketId() {
      return json.path("threadAssociations").path("associatedTicketId").asText();
    }
  }

  private final Map<Long, Conversation> threads = new TreeMap<>();
  private long lastThread = 5_000_000;
  private long messages;

  /** Opens a thread about a ticket with a contact. */
  String open(@Nullable String id, @Nullable String ticketId, String contactId, Instant at) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id == null ? Long.toString(lastThread + 1) : id);
    json.put("createdAt", at.toString());
    json.put("status", "OPEN").put("originalChannelId", "1002");
    json.put("originalChannelAccountId", "1").put("inboxId", "1");
    json.put("latestMessageTimestamp", at.toString());
    json.put("spam", false).put("archived", false).put("associatedContactId", contactId);
    if (ticketId != null) {
      json.putObject("threadAssociations").put("associatedTicketId", ticketId);
    }
    restore(json, List.of());
    return json.path("id").asText();
  }

  /** Adds a message; attachments are given in HubSpot's form. */
  String add(
      String threadId, @Nullable String given, ThreadMessage message, ArrayNode attachments) {
    Conversation thread = find(threadId);
    if (thread == null) {
      throw new IllegalArgumentException("No conversation thread " + threadId);
    }
    messages++;
    String id = given == null ? "m-" + messages : given;
    String at = message.at().toString();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("conversationsThreadId", threadId).put("type", message.type());
    json.put("createdAt", at).put("updatedAt", at).put("createdBy", message.actorId());
    json.putObject("client").put("clientType", "HUBSPOT");
    ObjectNode sender = json.putArray("senders").addObject();
    sender.put("actorId", message.actorId()).put("name", message.name());
    if (message.email() != null) {
      sender
          .putObject("deliveryIdentifier")
          .put("type", "HS_EMAIL_ADDRESS")
          .put("value", message.email());
    }
    json.putArray("recipients");
    json.put("archived", false).put("text", message.text()).put("richText", message.richText());
    json.set("attachments", attachments);
    json.put("truncationStatus", "NOT_TRUNCATED");
    if (message.direction() != null) {
      json.put("direction", message.direction());
      json.putObject("status").put("statusType", "SENT");
      json.put("channelId", "1002").put("channelAccountId", "1");
      boolean incoming = message.direction().equals("INCOMING");
      thread
          .json()
          .put(incoming ? "latestMessageReceivedTimestamp" : "latestMessageSentTimestamp", at);
    }
    if (!message.at().isBefore(thread.latest())) {
      thread.json().put("latestMessageTimestamp", at);
    }
    thread.messages().add(json);
    return id;
  }

  /** Puts a thread back as it was. */
  void restore(ObjectNode json, List<ObjectNode> messages) {
    long id = Long.parseLong(json.path("id").asText());
    lastThread = Math.max(lastThread, id);
    this.messages += messages.size();
    threads.put(id, new Conversation(id, json, new ArrayList<>(messages)));
  }

  @Nullable Conversation find(String id) {
    Long number = Records.number(id);
    return number == null ? null : threads.get(number);
  }

  /** By ascending id. */
  Collection<Conversation> all() {
    return threads.values();
  }

  /** Follows a merge of contacts or tickets. */
  void follow(ObjectType type, String loser, String winner) {
    for (Conversation thread : threads.values()) {
      if (type == ObjectType.TICKETS && thread.ticketId().equals(loser)) {
        thread.json().putObject("threadAssociations").put("associatedTicketId", winner);
      }
      if (type == ObjectType.CONTACTS
          && thread.json().path("associatedContactId").asText().equals(loser)) {
        thread.json().put("associatedContactId", winner);
      }
    }
  }
}
