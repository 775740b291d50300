package dev.backhaul.yaml;

import java.math.BigDecimal;

/**
 * A part of a whole, 0 to 1, written {@code 20%} or {@code 0.2}.
 *
 * @param value 0 to 1
 */
public record Share(double value) {

  /** Refuses what is not between 0 and 1. */
  public Share {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("a share is between 0% and 100%");
    }
  }

  /** From {@code 20%} or {@code 0.2}. */
  @FromText
  public static Share of(String text) {
    return new Share(number(text));
  }

  /** The number that {@code 20%} or {@code 0.2} means, exactly rounded. */
  static double number(String text) {
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
    if (!PlainScalar.NUMBER.matcher(digits).matches()) {
      throw new IllegalArgumentException("expected a number or a share such as 20%");
    }
    BigDecimal number = new BigDecimal(digits);
    return (percent ? number.movePointLeft(2) : number).doubleValue();
  }

  /** As people write it: {@code 0.1%}. */
  @Override
  public String toString() {
    BigDecimal percent = BigDecimal.valueOf(value).movePointRight(2).stripTrailingZeros();
    return percent.toPlainString() + "%";
  }
}
