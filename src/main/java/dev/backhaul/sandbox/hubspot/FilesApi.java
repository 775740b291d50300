package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.net.URLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files: their data, a signed address that lives a few minutes, and the download behind it, which
 * asks for no token.
 */
final class FilesApi {
  /** Where downloads are; a real account has them on another host, outside of the limits. */
  static final String DOWNLOADS = "/_files/{id}/{signature}";

  private static final Duration LIFE = Duration.ofMinutes(15);

  private final HubSpotState state;

  FilesApi(HubSpotState state) {
    this.state = state;
  }

  void routes(HubSpotSandbox sandbox) {
    sandbox
        .on("GET", "/files/v3/files/{id}", this::file)
        .on("GET", "/files/v3/files/{id}/signed-url", this::signed);
  }

  private Response file(Call call) {
    return Wire.answer(200, json(require(call)));
  }

  private Response signed(Call call) {
    Directory.StoredFile file = require(call);
    Instant until = call.now().plus(LIFE);
    String host = call.request().headers().getOrDefault("host", "127.0.0.1");
    String path = "/_files/" + file.id() + "/" + signature(file.id(), until);
    ObjectNode json = json(file);
    json.put("expiresAt", until.toString());
    json.put("url", "http://" + host + path + "?expires=" + until.toEpochMilli());
    return Wire.answer(200, json);
  }

  /** The download itself. */
  Response download(Request request, Map<String, String> places) {
    String id = places.getOrDefault("id", "");
    Directory.StoredFile file = state.directory().files.get(id);
    Long until = Records.number(String.valueOf(request.param("expires")));
    if (file == null
        || until == null
        || request.at().toEpochMilli() > until
        || !signature(id, Instant.ofEpochMilli(until)).equals(places.get("signature"))) {
      return Response.json(403, "{\"message\":\"The link is not valid any more\"}");
    }
    return new Response(200, Map.of("Content-Type", type(file.name())), file.bytes());
  }

  private Directory.StoredFile require(Call call) {
    call.need("files");
    Directory.StoredFile file = state.directory().files.get(call.place("id"));
    if (file == null) {
      throw new Refusal(404, "OBJECT_NOT_FOUND", "File " + call.place("id") + " not found");
    }
    return file;
  }

  private static ObjectNode json(Directory.StoredFile file) {
    int dot = file.name().lastIndexOf('.');
    ObjectNode json = Wire.object().put("id", file.id());
    json.put("name", dot < 0 ? file.name() : file.name().substring(0, dot));
    json.put("extension", file.extension()).put("size", file.bytes().length);
    return json.put("type", type(file.name()).startsWith("image/") ? "IMG" : "DOCUMENT");
  }

  private static String type(String name) {
    @Nullable String type = URLConnection.guessContentTypeFromName(name);
    return type == null ? "application/octet-stream" : type;
  }

  /** Not a secret: it only keeps a made-up address from working. */
  private static String signature(String id, Instant until) {
    return Integer.toHexString((id + "@" + until.toEpochMilli()).hashCode());
  }
}
