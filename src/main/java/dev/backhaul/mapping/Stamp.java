package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;

/** How a point in time, or a day, is spelled. */
enum Stamp {
  /** {@code 2026-01-02T03:04:05Z}, with any offset and fraction. */
  ISO,
  /** Milliseconds since 1970 UTC, number or text. */
  EPOCH_MS,
  /** Seconds since 1970 UTC, number or text. */
  EPOCH_S,
  /** {@code 2026-01-02}: a day in the declared zone. */
  DATE;

  /**
   * Prints what {@code OffsetDateTime} reads, with {@code +00:00} or {@code Z} as the model has it.
   */
  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The instant; a day begins at midnight in the zone. Empty if the text is not in this format. */
  Optional<Instant> instant(JsonNode value, ZoneId zone) {
    if (!value.isValueNode()) {
      return Optional.empty();
    }
    try {
      return switch (this) {
        case ISO ->
            value.isTextual()
                ? Optional.of(OffsetDateTime.parse(value.textValue(), READ).toInstant())
                : Optional.empty();
        case EPOCH_MS -> whole(value).map(Instant::ofEpochMilli);
        case EPOCH_S -> whole(value).map(Instant::ofEpochSecond);
        case DATE -> day(value).map(day -> day.atStartOfDay(zone).toInstant());
      };
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<LocalDate> day(JsonNode value) {
    if (!value.isTextual() || value.textValue().length() != 10) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(value.textValue()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> whole(JsonNode value) {
    try {
      return Same.decimal(value)
          .filter(n -> Math.abs((long) n.precision() - n.scale()) < 19)
          .map(BigDecimal::longValueExact);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Spells an instant the way the original was spelled: type, offset and fraction digits. */
  JsonNode print(Instant instant, JsonNode like, ZoneId zone) {
    return switch (this) {
      case ISO -> TextNode.valueOf(iso(instant, like));
      case EPOCH_MS -> number(instant.toEpochMilli(), like);
      case EPOCH_S -> number(instant.getEpochSecond(), like);
      case DATE -> TextNode.valueOf(instant.atZone(zone).toLocalDate().toString());
    };
  }

  private static JsonNode number(long value, JsonNode like) {
    return like.isTextual()
        ? TextNode.valueOf(Long.toString(value))
        : JsonNodeFactory.instance.numberNode(value);
  }

  private static String iso(Instant instant, JsonNode like) {
    String model = like.isTextual() ? like.textValue() : "";
    ZoneOffset offset = offset(like).orElse(ZoneOffset.UTC);
    int dot = model.indexOf('.');
    int digits = 0;
    while (dot >= 0
        && dot + 1 + digits < model.length()
        && Character.isDigit(model.charAt(dot + 1 + digits))) {
      digits++;
    }
    int needed = instant.getNano() == 0 ? 0 : instant.getNano() % 1_000_000 == 0 ? 3 : 9;
    DateTimeFormatterBuilder format =
        new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss");
    int fraction = Math.min(9, Math.max(digits, needed));
    if (fraction > 0) {
      format.appendFraction(
          java.time.temporal.ChronoField.NANO_OF_SECOND, fraction, fraction, true);
    }
    String zero = model.isEmpty() || model.endsWith("Z") ? "Z" : "+00:00";
    String pattern =
        model.length() > 5 && model.charAt(model.length() - 3) != ':' && !model.endsWith("Z")
            ? "+HHMM"
            : "+HH:MM";
    format.appendOffset(pattern, pattern.equals("+HHMM") && !zero.equals("Z") ? "+0000" : zero);
    return format.toFormatter(Locale.ROOT).format(instant.atOffset(offset));
  }

  /** The offset an ISO text carries. */
  static Optional<ZoneOffset> offset(JsonNode value) {
    try {
      return value.isTextual()
          ? Optional.of(OffsetDateTime.parse(value.textValue(), READ).getOffset())
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
