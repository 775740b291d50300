package dev.backhaul.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** Text that is not the JSON it should be. Never quotes the text: it may hold personal data. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }

  static JsonException of(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return new JsonException(
        at == null
            ? "malformed JSON"
            : "malformed JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
  }
}
