package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a property is and which values it takes.
 *
 * @param name internal name
 * @param type {@code string, number, enumeration, bool, date, datetime}
 * @param options internal values of an enumeration; empty where any is taken
 * @param multiple whether several options may be joined by {@code ;}
 * @param unique whether two records may not share a value
 * @param readOnly whether only HubSpot writes it
 * @param json the definition as the properties endpoint answers it
 */
record PropertyDefinition(
    String name,
    String type,
    List<String> options,
    boolean multiple,
    boolean unique,
    boolean readOnly,
    ObjectNode json) {

  /** Reads a definition in the form of {@code POST /crm/v3/properties/{type}}. */
  static PropertyDefinition of(ObjectNode json) {
    List<String> options = new ArrayList<>();
    for (JsonNode option : json.path("options")) {
      options.add(option.path("value").asText());
    }
    return new PropertyDefinition(
        json.path("name").asText(),
        json.path("type").asText("string"),
        List.copyOf(options),
        json.path("fieldType").asText().equals("checkbox"),
        json.path("hasUniqueValue").asBoolean(),
        json.path("modificationMetadata").path("readOnlyValue").asBoolean(),
        json);
  }

  /** The value as HubSpot keeps it. Empty clears. */
  String normal(String value) throws BadValue {
    if (value.isEmpty()) {
      return value;
    }
    return switch (type) {
      case "number" -> number(value).toPlainString();
      case "bool" -> {
        String bool = value.toLowerCase(Locale.ROOT);
        if (!bool.equals("true") && !bool.equals("false")) {
          throw new BadValue(name, "INVALID_BOOLEAN", name + " was not one of: true, false");
        }
        yield bool;
      }
      case "datetime" -> instant(value).toString();
      case "date" -> instant(value).atZone(ZoneOffset.UTC).toLocalDate().toString();
      case "enumeration" -> option(value);
      default -> unique && name.equals("email") ? email(value) : value;
    };
  }

  /** The value as something that can be compared, by the rules of search; null stays null. */
  @Nullable Comparable<?> comparable(@Nullable String value) throws BadValue {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case "number" -> isId() ? (Comparable<?>) id(value) : number(value);
      case "date", "datetime" -> instant(value).toEpochMilli();
      case "string" -> value.toLowerCase(Locale.ROOT);
      default -> value;
    };
  }

  /** True for the record's own id, which is compared as a whole number. */
  boolean isId() {
    return name.equals("hs_object_id");
  }

  private Long id(String value) throws BadValue {
    Long id = Records.number(value);
    if (id == null) {
      throw new BadValue(name, "INVALID_LONG", name + " was not a valid number");
    }
    return id;
  }

  private BigDecimal number(String value) throws BadValue {
    try {
      return new BigDecimal(value.strip());
    } catch (NumberFormatException e) {
      throw new BadValue(name, "INVALID_INTEGER", name + " was not a valid number");
    }
  }

  private Instant instant(String value) throws BadValue {
    try {
      if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Instant.ofEpochMilli(Long.parseLong(value));
      }
      if (value.length() == 10) {
        return LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return Instant.parse(value);
    } catch (DateTimeParseException | NumberFormatException e) {
      String code = type.equals("date") ? "INVALID_DATE" : "INVALID_LONG";
      throw new BadValue(name, code, name + " was not a valid " + type);
    }
  }

  private String option(String value) throws BadValue {
    if (options.isEmpty()) {
      return value;
    }
    for (String part : multiple ? List.of(value.split(";")) : List.of(value)) {
      if (!options.contains(part.strip())) {
        throw new BadValue(
            name,
            "INVALID_OPTION",
            "a value of " + name + " was not one of the allowed options: " + options);
      }
    }
    return value;
  }

  private String email(String value) throws BadValue {
    String email = value.strip().toLowerCase(Locale.ROOT);
    if (!email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
      throw new BadValue(name, "INVALID_EMAIL", "the e-mail address is invalid");
    }
    return email;
  }
}
