package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.util.Comparator;
import java.util.List;

/** The comments of tickets. */
final class Conversation {
  private final Desk desk;

  Conversation(Desk desk) {
    this.desk = desk;
  }

  /** Refuses a comment without text, of an unknown author, or with a used or unknown upload. */
  void check(JsonNode given, ObjectNode ticket) {
    if (text(given).isEmpty() && given.path("uploads").isEmpty()) {
      throw Refusal.invalid("comment", "Comment: cannot be blank");
    }
    desk.checkUser(given, "author_id", "author");
    for (JsonNode token : given.path("uploads")) {
      ObjectNode upload = desk.state.uploads.get(token.asText());
      if (upload == null
          || Shapes.instant(upload.path("expires_at").asText()).isBefore(desk.now())) {
        throw Refusal.invalid("base", "Attachment: upload token is invalid or used");
      }
    }
  }

  /** Adds a comment of now. Its time cannot be chosen here [Z1]. */
  ObjectNode add(ObjectNode given, ObjectNode ticket, ObjectNode audit, long actor) {
    return add(given, ticket, audit, actor, desk.stamp());
  }

  /** Adds a comment with its own time, as the import may. */
  ObjectNode add(ObjectNode given, ObjectNode ticket, ObjectNode audit, long actor, String at) {
    ObjectNode comment = Call.JSON.createObjectNode().put("id", desk.state.nextId());
    comment.put("type", "Comment").put("author_id", given.path("author_id").asLong(actor));
    String text = text(given);
    boolean html = given.hasNonNull("html_body");
    String plain = html ? plain(text) : text;
    comment.put("body", plain).put("html_body", html ? text : Shapes.html(text));
    comment.put("plain_body", plain).put("public", given.path("public").asBoolean(true));
    comment.set("attachments", attachments(given.path("uploads")));
    comment.set("audit_id", audit.path("id"));
    comment.set("via", audit.path("via").deepCopy());
    comment.put("created_at", at);
    comment.set("metadata", audit.path("metadata").deepCopy());
    comment.put("ticket_id", ticket.path("id").asLong());
    desk.state.comments.put(comment);
    if (ticket.path("description").isNull()) {
      ticket.put("description", plain);
    }
    return comment;
  }

  private ArrayNode attachments(JsonNode tokens) {
    ArrayNode list = Call.JSON.createArrayNode();
    for (JsonNode token : tokens) {
      ObjectNode upload = Desk.found(desk.state.uploads, token.asText());
      for (JsonNode id : upload.path("attachments")) {
        list.add(Uploads.told(Desk.found(desk.state.attachments, id.asText())));
      }
      desk.state.uploads.remove(token.asText());
    }
    return list;
  }

  private static String text(JsonNode given) {
    for (String name : List.of("html_body", "body", "value")) {
      if (given.hasNonNull(name)) {
        return given.path(name).asText();
      }
    }
    return "";
  }

  private static String plain(String html) {
    return html.replaceAll("(?i)<br\\s*/?>|</p>|</div>", "\n")
        .replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .strip();
  }

  /** {@code GET /tickets/{id}/comments}. */
  Response list(Call call) {
    ObjectNode ticket = Desk.found(desk.state.tickets, call.id());
    if (ticket.path("status").asText().equals("deleted")) {
      throw Refusal.notFound();
    }
    Comparator<ObjectNode> order = Comparator.comparing(row -> row.path("created_at").asText());
    boolean newestFirst =
        "-created_at".equals(call.param("sort")) || "desc".equals(call.param("sort_order"));
    List<ObjectNode> rows =
        desk.state.comments.by(call.id()).stream()
            .sorted(newestFirst ? order.reversed() : order)
            .map(Conversation::told)
            .toList();
    return Paging.page(desk, call, "comments", rows);
  }

  private static ObjectNode told(ObjectNode comment) {
    ObjectNode copy = comment.deepCopy();
    copy.remove("ticket_id");
    return copy;
  }
}
