package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a lens answers on the way back: a value, or a question. Never a guess, never an exception.
 */
sealed interface Put {
  /** The new source value; missing node for none. */
  record Ok(JsonNode value) implements Put {}

  /**
   * A person must decide.
   *
   * @param rule what to write into the file so that the next one is decided; without line number
   */
  record Stop(Code code, List<Option> options, String rule) implements Put {}

  /** A possible source value, with a name for people. */
  record Option(String name, JsonNode value) {}

  static Put ok(JsonNode value) {
    return new Ok(value);
  }

  static Put stop(Code code, String rule) {
    return new Stop(code, List.of(), rule);
  }
}
