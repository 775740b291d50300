package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at work in the account: the same endpoints with the same side effects, but in this
 * process, at any time and by any channel, past credentials, limits and the ledger of requests. For
 * seeding a world and for business that goes on while tests run.
 */
public final class ZendeskHand {
  private final Sandbox sandbox;
  private final long userId;
  private final ObjectNode via;

  private ZendeskHand(Sandbox sandbox, long userId, ObjectNode via) {
    this.sandbox = sandbox;
    this.userId = userId;
    this.via = via;
  }

  /** Somebody by a channel: {@code web}, {@code email}, {@code api}, {@code mobile}... */
  public static ZendeskHand of(Sandbox sandbox, long userId, String channel) {
    return new ZendeskHand(sandbox, userId, Call.JSON.createObjectNode().put("channel", channel));
  }

  /** A person at the screen. */
  public static ZendeskHand person(Sandbox sandbox, long userId) {
    return of(sandbox, userId, "web");
  }

  /** A program, under the user whose credentials it has; a migration tool is one too. */
  public static ZendeskHand app(Sandbox sandbox, long userId) {
    return of(sandbox, userId, "api");
  }

  /**
   * A rule of the account, changing things by itself.
   *
   * @param rel {@code trigger} or {@code automation}
   */
  public static ZendeskHand rule(Sandbox sandbox, String rel, long id) {
    ObjectNode via = Call.JSON.createObjectNode().put("channel", "rule");
    ObjectNode source = via.putObject("source").put("rel", rel);
    source.putObject("from").put("id", id);
    source.putObject("to");
    return new ZendeskHand(sandbox, -1, via);
  }

  /**
   * Does one request.
   *
   * @param path below {@code /api/v2}, without a query
   * @param body null for none
   * @return the answer; a missing node where it has no body
   * @throws IllegalStateException with the platform's words if it refuses
   */
  public JsonNode send(String method, String path, @Nullable JsonNode body, Instant at) {
    byte[] bytes = body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    return send(method, path, Map.of(), bytes, at);
  }

  private JsonNode send(
      String method, String path, Map<String, List<String>> query, byte[] body, Instant at) {
    Request request = new Request(method, "/api/v2" + path, query, Map.of(), body, at);
    return does(
        at,
        () -> {
          Response answer = platform().as(new Call.Actor(userId, true), request);
          if (answer == null) {
            throw new IllegalStateException("no such path: " + method + " " + path);
          }
          return read(answer);
        });
  }

  private <T> T does(Instant at, Supplier<T> action) {
    return sandbox.look(
        () -> {
          try {
            return platform().desk().as(via, at, action);
          } catch (Refusal refusal) {
            byte[] words = refusal.response().body();
            throw new IllegalStateException(new String(words, StandardCharsets.UTF_8), refusal);
          }
        });
  }

  private ZendeskPlatform platform() {
    return (ZendeskPlatform) sandbox.platform();
  }

  private static JsonNode read(Response answer) {
    try {
      return answer.body().length == 0
          ? MissingNode.getInstance()
          : Call.JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode wrapped(String name, ObjectNode given) {
    return Call.JSON.createObjectNode().set(name, given);
  }

  /** Creates a ticket, with {@code comment} or {@code description}; gives its id. */
  public long createTicket(ObjectNode ticket, Instant at) {
    return send("POST", "/tickets", wrapped("ticket", ticket), at).at("/ticket/id").asLong();
  }

  /** Changes a ticket, or comments on it. */
  public void updateTicket(long id, ObjectNode ticket, Instant at) {
    send("PUT", "/tickets/" + id, wrapped("ticket", ticket), at);
  }

  /** Imports a ticket with its past; gives its id. */
  public long importTicket(ObjectNode ticket, Instant at) {
    JsonNode answer = send("POST", "/imports/tickets", wrapped("ticket", ticket), at);
    return answer.at("/ticket/id").asLong();
  }

  /** Deletes a ticket, softly. */
  public void deleteTicket(long id, Instant at) {
    send("DELETE", "/tickets/" + id, null, at);
  }

  /** Merges one ticket into another. */
  public void mergeTickets(long loser, long winner, Instant at) {
    does(
        at,
        () -> {
          platform().merging().ticket("" + loser, "" + winner, userId);
          return loser;
        });
  }

  /** Creates a user; gives its id. */
  public long createUser(ObjectNode user, Instant at) {
    return send("POST", "/users", wrapped("user", user), at).at("/user/id").asLong();
  }

  /** Changes a user. */
  public void updateUser(long id, ObjectNode user, Instant at) {
    send("PUT", "/users/" + id, wrapped("user", user), at);
  }

  /** Deletes a user, for good. */
  public void deleteUser(long id, Instant at) {
    send("DELETE", "/users/" + id, null, at);
  }

  /** Merges one end user into another. */
  public void mergeUsers(long loser, long winner, Instant at) {
    ObjectNode user = Call.JSON.createObjectNode().put("id", winner);
    send("PUT", "/users/" + loser + "/merge", wrapped("user", user), at);
  }

  /** Creates an organization; gives its id. */
  public long createOrganization(ObjectNode organization, Instant at) {
    JsonNode body = wrapped("organization", organization);
    return send("POST", "/organizations", body, at).at("/organization/id").asLong();
  }

  /** Changes an organization. */
  public void updateOrganization(long id, ObjectNode organization, Instant at) {
    send("PUT", "/organizations/" + id, wrapped("organization", organization), at);
  }

  /** Deletes an organization, for good. */
  public void deleteOrganization(long id, Instant at) {
    send("DELETE", "/organizations/" + id, null, at);
  }

  /** Merges one organization into another. */
  public void mergeOrganizations(long loser, long winner, Instant at) {
    ObjectNode merge = Call.JSON.createObjectNode().put("winner_id", winner);
    send("POST", "/organizations/" + loser + "/merge", wrapped("organization_merge", merge), at);
  }

  /** Uploads a file; gives the token that a comment's {@code uploads} may name. */
  public String upload(String name, byte[] content, Instant at) {
    Map<String, List<String>> query = Map.of("filename", List.of(name));
    return send("POST", "/uploads", query, content, at).at("/upload/token").asText();
  }

  /** Sets fields of a ticket as the platform itself does: no audit, no new time of change. */
  public void moveTicket(long id, ObjectNode fields, Instant at) {
    does(
        at,
        () -> {
          Desk desk = platform().desk();
          ObjectNode ticket = Desk.found(desk.state.tickets, "" + id).deepCopy();
          ticket.setAll(fields);
          desk.state.tickets.put(ticket.put("generated_timestamp", at.getEpochSecond()));
          return id;
        });
  }
}
