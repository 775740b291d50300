package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The body of a search, checked.
 *
 * @param matches which records are found, seen through the index
 * @param above all that is found has an id above this one: nothing else need be looked at
 * @param order of the results; records without a value come last; null for ascending ids
 */
record SearchQuery(
    Predicate<Indexed> matches,
    long above,
    @Nullable Comparator<Indexed> order,
    List<String> properties,
    int limit,
    int after) {
  static final int CAP = 10_000;

  private static final int GROUPS = 5;
  private static final int FILTERS = 6;
  private static final int ALL_FILTERS = 18;
  private static final int PAGE = 200;

  /** A record as the index sees it. */
  interface Indexed {
    /** The value of a property as the index knows it. */
    @Nullable String value(String property);

    /** The value as something to compare; null where there is none. */
    @Nullable Comparable<?> comparable(PropertyDefinition property);
  }

  static SearchQuery of(ObjectType type, Schema schema, JsonNode body) {
    int limit = body.path("limit").asInt(10);
    if (limit < 0 || limit > PAGE) {
      throw Refusal.invalid("limit must not be above " + PAGE);
    }
    String cursor = Call.text(body, "after");
    Long after = cursor == null || cursor.isEmpty() ? Long.valueOf(0) : Records.number(cursor);
    if (after == null) {
      throw Refusal.invalid("after must be a number");
    }
    if (after >= CAP || after + limit > CAP) {
      throw Refusal.invalid("The search results cannot be paged beyond " + CAP + " records");
    }
    return new SearchQuery(
        matches(type, schema, body),
        above(body.path("filterGroups")),
        order(type, schema, body.path("sorts")),
        Call.names(body, "properties"),
        limit,
        after.intValue());
  }

  private static Predicate<Indexed> matches(ObjectType type, Schema schema, JsonNode body) {
    List<Predicate<Indexed>> groups = new ArrayList<>();
    int count = 0;
    for (JsonNode group : body.path("filterGroups")) {
      List<Predicate<Indexed>> filters = new ArrayList<>();
      for (JsonNode filter : group.path("filters")) {
        filters.add(filter(type, schema, filter));
      }
      count += filters.size();
      if (filters.isEmpty() || filters.size() > FILTERS) {
        throw Refusal.invalid("A filter group must have 1 to " + FILTERS + " filters");
      }
      groups.add(all(filters));
    }
    if (groups.size() > GROUPS || count > ALL_FILTERS) {
      throw Refusal.invalid(
          "A search may have " + GROUPS + " filter groups and " + ALL_FILTERS + " filters");
    }
    Predicate<Indexed> words = words(type, Call.text(body, "query"));
    return groups.isEmpty()
        ? words
        : words.and(groups.stream().reduce(Predicate::or).orElse(record -> false));
  }

  /** The lowest id that a walk by id still wants; 0 for any other search. */
  private static long above(JsonNode groups) {
    long above = 0;
    if (groups.size() == 1) {
      for (JsonNode filter : groups.path(0).path("filters")) {
        Long id = Records.number(filter.path("value").asText());
        if (filter.path("propertyName").asText().equals("hs_object_id")
            && filter.path("operator").asText().equals("GT")
            && id != null) {
          above = Math.max(above, id);
        }
      }
    }
    return above;
  }

  private static Predicate<Indexed> all(List<Predicate<Indexed>> filters) {
    return filters.stream().reduce(Predicate::and).orElse(record -> true);
  }

  private static Predicate<Indexed> words(ObjectType type, @Nullable String query) {
    if (query == null || query.isBlank()) {
      return record -> true;
    }
    String wanted = query.strip().toLowerCase(Locale.ROOT);
    return record ->
        type.defaults().stream()
            .map(record::value)
            .anyMatch(value -> value != null && value.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static Predicate<Indexed> filter(ObjectType type, Schema schema, JsonNode json) {
    PropertyDefinition property = property(type, schema, json.path("propertyName").asText());
    Operand value = new Operand(property, Call.text(json, "value"));
    List<Comparable<?>> values = new ArrayList<>();
    for (JsonNode each : json.path("values")) {
      // An upper-case operand never meets a text, for texts are kept in lower case.
      values.add(
          property.type().equals("string")
              ? each.asText()
              : new Operand(property, each.asText()).needed());
    }
    String name = property.name();
    return switch (json.path("operator").asText()) {
      case "EQ" -> compared(property, value, order -> order == 0);
      case "NEQ" -> compared(property, value, order -> order == 0).negate();
      case "LT" -> compared(property, value, order -> order < 0);
      case "LTE" -> compared(property, value, order -> order <= 0);
      case "GT" -> compared(property, value, order -> order > 0);
      case "GTE" -> compared(property, value, order -> order >= 0);
      case "BETWEEN" ->
          compared(property, value, order -> order >= 0)
              .and(
                  compared(
                      property,
                      new Operand(property, Call.text(json, "highValue")),
                      order -> order <= 0));
      case "IN" -> in(property, values);
      case "NOT_IN" -> in(property, values).negate();
      case "HAS_PROPERTY" -> record -> record.value(name) != null;
      case "NOT_HAS_PROPERTY" -> record -> record.value(name) == null;
      case "CONTAINS_TOKEN" -> token(name, value.text());
      case "NOT_CONTAINS_TOKEN" -> token(name, value.text()).negate();
      default -> throw Refusal.invalid("Invalid operator " + json.path("operator").asText());
    };
  }

  private static Predicate<Indexed> compared(
      PropertyDefinition property, Operand operand, java.util.function.IntPredicate wanted) {
    Comparable<?> right = operand.needed();
    return record -> {
      Comparable<?> left = record.comparable(property);
      return left != null && wanted.test(compare(left, right));
    };
  }

  private static Predicate<Indexed> in(PropertyDefinition property, List<Comparable<?>> values) {
    if (values.isEmpty()) {
      throw Refusal.invalid("operator IN requires values");
    }
    return record -> {
      Comparable<?> left = record.comparable(property);
      return left != null && values.stream().anyMatch(right -> compare(left, right) == 0);
    };
  }

  private static Predicate<Indexed> token(String name, String token) {
    String wanted = token.toLowerCase(Locale.ROOT).replace("*", "");
    return record -> {
      String value = record.value(name);
      return value != null && value.toLowerCase(Locale.ROOT).contains(wanted);
    };
  }

  private static @Nullable Comparator<Indexed> order(
      ObjectType type, Schema schema, JsonNode sorts) {
    if (sorts.size() > 1) {
      throw Refusal.invalid("Only one sort is allowed");
    }
    JsonNode sort = sorts.path(0);
    String text = sort.isTextual() ? sort.asText() : "";
    boolean down = text.startsWith("-") || sort.path("direction").asText().equals("DESCENDING");
    String name = sort.isTextual() ? text.replaceFirst("^-", "") : type.created();
    PropertyDefinition property = property(type, schema, sort.path("propertyName").asText(name));
    if (property.isId() && !down) {
      return null;
    }
    return (one, other) -> {
      Comparable<?> left = one.comparable(property);
      Comparable<?> right = other.comparable(property);
      if (left == null || right == null) {
        return Boolean.compare(left == null, right == null);
      }
      return down ? compare(right, left) : compare(left, right);
    };
  }

  private static PropertyDefinition property(ObjectType type, Schema schema, String name) {
    PropertyDefinition property = schema.find(type, name);
    if (property == null) {
      throw Refusal.of(
          new BadValue(name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist"));
    }
    return property;
  }

  @SuppressWarnings("unchecked") // Both sides come from one property, so they are of one class.
  private static int compare(Comparable<?> left, Comparable<?> right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  /** The value a filter compares with. */
  private record Operand(PropertyDefinition property, @Nullable String given) {
    Comparable<?> needed() {
      try {
        Comparable<?> value = property.comparable(given);
        if (value != null) {
          return value;
        }
      } catch (BadValue e) {
        throw Refusal.of(e);
      }
      throw Refusal.invalid("A filter on " + property.name() + " requires a value");
    }

    String text() {
      if (given == null) {
        throw Refusal.invalid("A filter on " + property.name() + " requires a value");
      }
      return given;
    }
  }
}
