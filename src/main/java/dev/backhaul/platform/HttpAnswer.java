package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer, classified.
 *
 * @param status the HTTP status; 0 if none came
 * @param headers headers by lower-case name; the first value of each
 * @param body the parsed body; a missing node if it is empty or not to be believed
 * @param failure why it is no success, else null
 * @param file the file that was asked for; null if none was, or on failure
 */
public record HttpAnswer(
    int status,
    Map<String, String> headers,
    JsonNode body,
    @Nullable Failure failure,
    byte @Nullable [] file) {

  /** Without a file. */
  public HttpAnswer(
      int status, Map<String, String> headers, JsonNode body, @Nullable Failure failure) {
    this(status, headers, body, failure, null);
  }

  /** Never prints the body: it holds personal data. */
  @Override
  public String toString() {
    return "HttpAnswer[" + status + (failure == null ? "" : " " + failure.reason()) + "]";
  }
}
