package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** Files that wait, under a token, for the comment they belong to. */
final class Uploads {
  private static final Duration TOKEN_LIFE = Duration.ofDays(3);

  private final Desk desk;

  Uploads(Desk desk) {
    this.desk = desk;
  }

  /** {@code POST /uploads?filename=}: a new token, or one more file under {@code token}. */
  Response create(Call call) {
    String name = call.param("filename");
    if (name == null || name.isEmpty()) {
      throw Refusal.of(422, "AttachmentUnprocessable", "Parameter filename is required");
    }
    String token = call.param("token");
    ObjectNode upload;
    if (token == null) {
      String fresh = HexFormat.of().toHexDigits(desk.state.nextId() * 0x9E3779B97F4A7C15L);
      upload = Call.JSON.createObjectNode().put("id", "up" + fresh);
      upload.put("expires_at", Shapes.time(desk.now().plus(TOKEN_LIFE)));
      upload.putArray("attachments");
    } else {
      upload = Desk.found(desk.state.uploads, token).deepCopy();
    }
    ObjectNode attachment = attachment(call, name);
    desk.state.attachments.put(attachment);
    ((ArrayNode) upload.path("attachments")).add(attachment.path("id"));
    desk.state.uploads.put(upload);
    desk.ledger.write(
        "upload", upload.path("id").asText(), "created", java.util.List.of("attachments"));
    return Response.json(201, answer(upload, attachment).toString());
  }

  private ObjectNode attachment(Call call, String name) {
    ObjectNode row = Call.JSON.createObjectNode().put("id", desk.state.nextId());
    row.put("file_name", name).put("size", call.request().body().length);
    String type =
        Objects.requireNonNullElse(
            call.request().headers().get("content-type"), "application/octet-stream");
    row.put("content_type", type).put("inline", false);
    String path = "/attachments/token/" + row.path("id").asText() + "/";
    row.put("content_url", desk.base + path + "?name=" + Paging.encoded(name));
    row.put("content", Base64.getEncoder().encodeToString(call.request().body()));
    return row;
  }

  private ObjectNode answer(ObjectNode upload, ObjectNode attachment) {
    ObjectNode answer = Call.JSON.createObjectNode();
    ObjectNode told = answer.putObject("upload").put("token", upload.path("id").asText());
    told.set("expires_at", upload.path("expires_at"));
    told.set("attachment", told(attachment));
    ArrayNode list = told.putArray("attachments");
    upload
        .path("attachments")
        .forEach(id -> list.add(told(Desk.found(desk.state.attachments, id.asText()))));
    return answer;
  }

  /** {@code GET /attachments/{id}}. */
  Response show(Call call) {
    ObjectNode row = told(Desk.found(desk.state.attachments, call.id()));
    // Seeded before the server had its address: the path stays, the host is today's.
    String url = row.path("content_url").asText();
    row.put("content_url", desk.base + url.substring(url.indexOf("/attachments/")));
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("attachment", row);
    return Response.json(200, answer.toString());
  }

  /** The file's bytes, at its content_url. */
  Response content(Call call) {
    ObjectNode row = Desk.found(desk.state.attachments, call.id());
    return new Response(
        200,
        Map.of("Content-Type", row.path("content_type").asText()),
        Base64.getDecoder().decode(row.path("content").asText()));
  }

  /** {@code DELETE /uploads/{token}}. */
  Response delete(Call call) {
    Desk.found(desk.state.uploads, call.id());
    desk.state.uploads.remove(call.id());
    return Response.empty(204);
  }

  /** An attachment as answers tell it: without its bytes. */
  static ObjectNode told(ObjectNode attachment) {
    ObjectNode copy = attachment.deepCopy();
    copy.remove("content");
    return copy;
  }
}
