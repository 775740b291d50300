package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/**
 * Whether two values mean the same, whatever their spelling; written without the mapping engine.
 */
final class Alike {
  private Alike() {}

  /** Blank is blank, numbers are decimals, instants are instants, lists are unordered. */
  static boolean values(JsonNode one, JsonNode two) {
    if (blank(one) || blank(two)) {
      return blank(one) && blank(two);
    }
    if (one.isArray() || two.isArray()) {
      return one.isArray() && two.isArray() && members(one).equals(members(two));
    }
    if (one.isContainerNode() || two.isContainerNode()) {
      return one.equals(two);
    }
    String left = one.asText().replace("\r\n", "\n");
    String right = two.asText().replace("\r\n", "\n");
    if (left.equals(right)) {
      return true;
    }
    BigDecimal number = number(left);
    BigDecimal other = number(right);
    if (number != null && other != null) {
      return number.compareTo(other) == 0;
    }
    Instant at = instant(left);
    return at != null && at.equals(instant(right));
  }

  /** The words of a comment, without markup and without regard to blanks. */
  static String words(JsonNode comment) {
    JsonNode html = comment.path("html_body");
    String text =
        html.isTextual() ? Jsoup.parse(html.asText()).text() : comment.path("body").asText();
    return squeezed(text);
  }

  static String squeezed(String text) {
    return text.replaceAll("[\\s\\u00a0]+", " ").strip();
  }

  static @Nullable Instant instant(String text) {
    if (text.length() < 20 || text.charAt(4) != '-') {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable BigDecimal number(String text) {
    return text.matches("-?\\d{1,30}(\\.\\d{1,30})?") ? new BigDecimal(text) : null;
  }

  private static boolean blank(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isArray() && value.isEmpty());
  }

  private static List<String> members(JsonNode list) {
    List<String> out = new ArrayList<>();
    list.forEach(member -> out.add(member.asText()));
    out.sort(null);
    return out;
  }
}
