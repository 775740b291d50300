package dev.backhaul.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import dev.backhaul.json.JsonException;
import dev.backhaul.manifest.Ingress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers senders that only ask whether we are who we say. An echo is plain text or JSON, bounded,
 * and never a page.
 */
final class Handshakes {
  private static final int LONGEST = 1_024;
  private static final String TEXT = "text/plain";

  private Handshakes() {}

  /**
   * The answer, if this request is such a question.
   *
   * @param secrets what a challenge is signed with
   */
  static Optional<Reply> of(Ingress.Handshake kind, Arrival request, List<String> secrets) {
    return switch (kind) {
      case NONE -> Optional.empty();
      case GET ->
          request.method().equals("GET") || request.method().equals("HEAD")
              ? Optional.of(Reply.text(200, TEXT, ""))
              : Optional.empty();
      case SLACK -> slack(request);
      case GRAPH ->
          echo(Form.urlencoded(request.query()).value("validationToken"))
              .map(token -> Reply.text(200, TEXT, token));
      case RINGCENTRAL ->
          request.body().length == 0
              ? echo(request.header("validation-token"))
                  .map(token -> Reply.text(200, TEXT, "").with("Validation-Token", token))
              : Optional.empty();
      case OKTA ->
          request.method().equals("GET")
              ? echo(request.header("x-okta-verification-challenge"))
                  .map(value -> json("verification", value))
              : Optional.empty();
      case GOOGLE ->
          "sync".equals(request.header("x-goog-resource-state"))
              ? Optional.of(Reply.text(200, TEXT, ""))
              : Optional.empty();
      case CRC ->
          request.method().equals("GET") && !secrets.isEmpty()
              ? echo(Form.urlencoded(request.query()).value("crc_token"))
                  .map(token -> json("response_token", crc(token, secrets.getFirst())))
              : Optional.empty();
    };
  }

  private static Optional<Reply> slack(Arrival request) {
    if (request.body().length > 4 * LONGEST || request.body().length == 0 || Form.in(request)) {
      return Optional.empty();
    }
    try {
      JsonNode body = Json.parse(request.body());
      return body.path("type").asText().equals("url_verification")
          ? echo(body.path("challenge").asText()).map(value -> json("challenge", value))
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static String crc(String token, String secret) {
    byte[] mac = Code.HMAC_TEXT.sign(token.getBytes(StandardCharsets.UTF_8), secret);
    return "sha256=" + Base64.getEncoder().encodeToString(mac);
  }

  private static Reply json(String name, String value) {
    return Reply.text(200, "application/json", Json.text(Json.object().put(name, value)));
  }

  /** Only what can be no header and no page of its own. */
  private static Optional<String> echo(@Nullable String value) {
    boolean sound =
        value != null
            && !value.isEmpty()
            && value.length() <= LONGEST
            && value.chars().allMatch(c -> c >= 0x20 && c != 0x7f);
    return sound ? Optional.ofNullable(value) : Optional.empty();
  }
}
