package dev.backhaul.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.gateway.Claim.NoClaimException;
import dev.backhaul.gateway.Verdict.Doubt;
import dev.backhaul.json.Json;
import dev.backhaul.json.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * The three fields that Mailgun puts into the body: of a form for routes, of JSON for webhooks.
 * They do not cover the rest of the body.
 */
record MailgunFields(String timestamp, String token, String signature) {

  /**
   * Reads them.
   *
   * @throws NoClaimException if one of them is missing
   */
  static MailgunFields of(Arrival request) throws NoClaimException {
    if (Form.in(request)) {
      Form form = Form.of(request);
      return of(form.value("timestamp"), form.value("token"), form.value("signature"));
    }
    try {
      JsonNode signature = Json.parse(request.body()).path("signature");
      return of(
          text(signature, "timestamp"), text(signature, "token"), text(signature, "signature"));
    } catch (JsonException e) {
      throw new NoClaimException(Doubt.UNSIGNED);
    }
  }

  private static @Nullable String text(JsonNode in, String name) {
    JsonNode value = in.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  private static MailgunFields of(
      @Nullable String timestamp, @Nullable String token, @Nullable String signature)
      throws NoClaimException {
    if (timestamp == null || token == null || signature == null || token.isEmpty()) {
      throw new NoClaimException(Doubt.UNSIGNED);
    }
    return new MailgunFields(timestamp, token, signature);
  }
}
