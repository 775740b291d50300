package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** When two values are the same: strict in the source, forgiving in the target. */
final class Same {
  static final JsonNode ABSENT = MissingNode.getInstance();
  private static final int LONGEST_NUMBER = 400;

  private Same() {}

  /** Absent, null, "" and the empty list. */
  static boolean blank(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isArray() && value.isEmpty());
  }

  /** Absent and null: the two ways a source leaf can hold nothing. */
  static boolean nothing(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** Source side: identity, except that absent is null and numbers compare as decimals. */
  static boolean leaves(JsonNode a, JsonNode b) {
    if (a == b || (nothing(a) && nothing(b))) {
      return true;
    }
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        if (!leaves(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (a.isObject() && b.isObject()) {
      return names(a, b).stream().allMatch(name -> leaves(a.path(name), b.path(name)));
    }
    return a.equals(b);
  }

  /** Target side: blanks are one, text after NFC and CRLF folding, numbers as decimals. */
  static boolean views(JsonNode a, JsonNode b) {
    if (a == b) {
      return true;
    }
    if (blank(a) || blank(b)) {
      return blank(a) && blank(b);
    }
    if (a.isTextual() && b.isTextual()) {
      return a.textValue().equals(b.textValue()) || fold(a.textValue()).equals(fold(b.textValue()));
    }
    if (a.isNumber() || b.isNumber()) {
      return decimal(a).flatMap(x -> decimal(b).map(y -> x.compareTo(y) == 0)).orElse(false);
    }
    if (a.isBoolean() || b.isBoolean()) {
      return a.isValueNode() && b.isValueNode() && a.asText().equals(b.asText());
    }
    if (a.isArray() && b.isArray()) {
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!views(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.isObject()
        && b.isObject()
        && names(a, b).stream().allMatch(name -> views(a.path(name), b.path(name)));
  }

  /** NFC, and line ends as LF. */
  static String fold(String text) {
    String lines = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    return Normalizer.normalize(lines, Normalizer.Form.NFC);
  }

  /** A number, or text that spells one; empty for anything else. */
  static Optional<BigDecimal> decimal(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(value.decimalValue());
    }
    if (!value.isTextual()) {
      return Optional.empty();
    }
    String text = value.textValue();
    if (text.isEmpty() || text.length() > LONGEST_NUMBER || !looksNumeric(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean looksNumeric(String text) {
    char first = text.charAt(0);
    return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  }

  private static Set<String> names(JsonNode a, JsonNode b) {
    Set<String> names = new HashSet<>();
    a.fieldNames().forEachRemaining(names::add);
    b.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
