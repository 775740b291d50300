package dev.backhaul.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cause says what is wrong, never with whom. */
final class MessageShapeTest {
  private static final ObjectNode NOTHING = Json.object();

  @Test
  void messages_of_one_cause_have_one_shape_whatever_the_values() {
    assertThat(
            List.of(
                MessageShape.of("Email: ada@example.com is already being used", NOTHING),
                MessageShape.of("Email: grace.h@navy.example is already being used", NOTHING)))
        .containsOnly("Email: <value> is already being used");
    assertThat(MessageShape.of("Value 'abc' of 12 is not one of [a, b]", NOTHING))
        .isEqualTo(MessageShape.of("Value 'xy z' of 9000 is not one of [c]", NOTHING))
        .isEqualTo("Value <value> of <value> is not one of <value>");
  }

  @Test
  void what_was_written_is_masked_wherever_it_stands_even_without_quotes() {
    ObjectNode written = Json.object();
    written.putObject("set").put("name", "ada lovelace").put("phone", "(020) 7946");
    String shape = MessageShape.of("ada lovelace cannot be reached at (020) 7946", written);

    assertThat(shape).isEqualTo("<value> cannot be reached at <value>");
  }

  @Test
  void names_addresses_and_numbers_that_were_not_written_are_masked_too() {
    assertThat(MessageShape.of("Owner Grace Hopper (grace@navy.example, 7) is gone", NOTHING))
        .doesNotContain("Grace", "Hopper", "navy", "7");
    assertThat(MessageShape.of("Grace Hopper is suspended", NOTHING))
        .isEqualTo("<value> is suspended");
    assertThat(MessageShape.of("see https://x.example/u?id=ada for Müller", NOTHING))
        .doesNotContain("ada", "ller");
  }

  @Test
  void what_is_wrong_stays_readable() {
    for (String plain :
        List.of("Status: closed prevents ticket update", "Priority: is not a valid value")) {
      assertThat(MessageShape.of(plain, Json.object().put("priority", "critical")))
          .isEqualTo(plain);
    }
  }
}
