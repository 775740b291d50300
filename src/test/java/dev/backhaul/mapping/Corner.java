package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** Seeded values from the odd corners. The same seed gives the same values. */
final class Corner {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "Ann",
          "Ann Lee",
          "Ann Lee Smith",
          "Smith",
          "  padded  ",
          "UPPER",
          "MiXed",
          "a;b",
          ";",
          "a;b;a",
          "one;two",
          "é",
          "e\u0301",
          "line\r\nline",
          "line\nline",
          "👩‍👩‍👧 family",
          "𝔘nicode",
          "x".repeat(12),
          "y".repeat(40),
          "low",
          "normal",
          "high",
          "urgent",
          "open",
          "hold",
          "true",
          "false",
          "yes",
          "NO",
          "010",
          "1.50",
          "1.5",
          "-0",
          "1e3",
          "007",
          "2026-03-29",
          "2026-10-25",
          "2026-01-02T03:04:05Z",
          "2026-03-28T02:30:00+01:00",
          "2026-10-24T00:30:00.5Z",
          "<p>Hello <b>you</b></p><p>again</p>",
          "a < b & c",
          "&amp;",
          "<br>",
          "1700000000000",
          "~");

  private final Random random;

  Corner(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  JsonNode text() {
    String text = pick(TEXTS);
    return TextNode.valueOf(chance(25) ? text + " " + pick(TEXTS) : text);
  }

  JsonNode blank() {
    return pick(List.of(MissingNode.getInstance(), NullNode.getInstance(), TextNode.valueOf("")));
  }

  JsonNode scalar() {
    return switch (below(10)) {
      case 0 -> blank();
      case 1 -> number();
      case 2 -> BooleanNode.valueOf(chance(50));
      default -> text();
    };
  }

  JsonNode number() {
    return pick(
        List.of(
            JsonNodeFactory.instance.numberNode(0),
            JsonNodeFactory.instance.numberNode(7),
            JsonNodeFactory.instance.numberNode(-3L),
            DecimalNode.valueOf(new BigDecimal("1.50")),
            DecimalNode.valueOf(new BigDecimal("12345678901234567890.123456789")),
            DecimalNode.valueOf(new BigDecimal("1e400")),
            DecimalNode.valueOf(new BigDecimal("-0.0")),
            JsonNodeFactory.instance.numberNode(1700000000000L)));
  }

  JsonNode list() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    int size = below(5);
    for (int i = 0; i < size; i++) {
      list.add(chance(90) ? text() : number());
    }
    return list;
  }

  /** Anything at all, for a value of unknown type. */
  JsonNode any() {
    return chance(20) ? list() : scalar();
  }
}
