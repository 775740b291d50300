package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Notes, e-mails and messages: people talk in the target, and what they say belongs to a ticket.
 */
final class Talk {
  /** Who says it. */
  sealed interface Speaker {}

  /** An agent, by source id. */
  record Agent(long id) implements Speaker {}

  /**
   * A contact.
   *
   * @param contact its target id
   * @param author its source id, or a reference if it was born in the target
   */
  record Customer(String contact, JsonNode author) implements Speaker {}

  private final Scene scene;

  Talk(Scene scene) {
    this.scene = scene;
  }

  /** An agent with an owner of his own. */
  Agent agent() {
    return new Agent(
        scene.chance.pick(
            List.of(9001L, 9002L, 9003L, 9004L, 9005L, 9008L, 9009L, 9010L, 9011L, 9012L)));
  }

  /** The customer who asked, as the target knows him. */
  Customer customer(long user) {
    return new Customer(scene.links.target("contact", user), Scene.json(user));
  }

  /** A private note of an agent, in HTML. */
  Oracle.Reply note(long home, String ticket, Agent agent, String text, Instant at) {
    return note(home, ticket, agent, text, at, List.of());
  }

  Oracle.Reply note(
      long home, String ticket, Agent agent, String text, Instant at, List<String> files) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("hs_note_body", Texts.html(text));
    properties.put("hs_timestamp", at.toString());
    properties.put("hubspot_owner_id", AsRunLoad.owner(agent.id()));
    Hand hand = Hand.person(agent.id() - 8500);
    if (!files.isEmpty()) {
      properties.put(
          "hs_attachment_ids",
          String.join(";", files.stream().map(name -> upload(name, at, hand)).toList()));
    }
    String id = scene.target.create("note", properties, links(ticket), at, hand);
    return new Oracle.Reply(
        "note", id, home, text, Scene.json(agent.id()), false, at.toString(), files);
  }

  private String upload(String name, Instant at, Hand hand) {
    return scene.target.upload(name, "contents of " + name, at.minusSeconds(5), hand);
  }

  /** An e-mail, in or out. */
  Oracle.Reply email(long home, String ticket, Speaker speaker, String text, Instant at) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("hs_email_text", text);
    properties.put("hs_timestamp", at.toString());
    return say(
        "email",
        "hs_email_direction",
        "EMAIL",
        "INCOMING_EMAIL",
        home,
        ticket,
        speaker,
        text,
        at,
        properties);
  }

  /** A message of a chat thread. */
  Oracle.Reply message(long home, String ticket, Speaker speaker, String text, Instant at) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("text", text);
    properties.put("created_at", at.toString());
    return say(
        "message",
        "direction",
        "OUTGOING",
        "INCOMING",
        home,
        ticket,
        speaker,
        text,
        at,
        properties);
  }

  private Oracle.Reply say(
      String object,
      String direction,
      String outgoing,
      String incoming,
      long home,
      String ticket,
      Speaker speaker,
      String text,
      Instant at,
      SortedMap<String, String> properties) {
    SortedMap<String, List<String>> links = links(ticket);
    JsonNode author;
    Hand hand;
    switch (speaker) {
      case Agent agent -> {
        properties.put(direction, outgoing);
        if (object.equals("message")) {
          properties.put("user", Long.toString(agent.id() - 8500));
        } else {
          properties.put("hubspot_owner_id", AsRunLoad.owner(agent.id()));
        }
        author = Scene.json(agent.id());
        hand = Hand.person(agent.id() - 8500);
      }
      case Customer customer -> {
        properties.put(direction, incoming);
        links.put("contact", List.of(customer.contact()));
        author = customer.author();
        hand = new Hand("CONVERSATIONS", "inbox:1", null);
      }
    }
    String id = scene.target.create(object, properties, links, at, hand);
    return new Oracle.Reply(object, id, home, text, author, true, at.toString(), List.of());
  }

  private static SortedMap<String, List<String>> links(String ticket) {
    SortedMap<String, List<String>> links = new TreeMap<>();
    if (!ticket.isEmpty()) {
      links.put("ticket", List.of(ticket));
    }
    return links;
  }
}
