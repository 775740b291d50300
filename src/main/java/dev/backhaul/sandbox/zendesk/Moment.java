package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's conditions look at: one change of a ticket, or (for automations) its present state.
 *
 * @param before null when the ticket is being created
 * @param comment the comment added by the change, or null
 * @param since when the ticket came to its present status
 */
record Moment(
    @Nullable ObjectNode before,
    ObjectNode after,
    @Nullable ObjectNode comment,
    long actor,
    Instant now,
    Instant since) {
  private static final List<String> STATUSES =
      List.of("new", "open", "pending", "hold", "solved", "closed");
  private static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");
  private static final Set<String> AGES =
      Set.of("NEW", "OPEN", "PENDING", "HOLD", "SOLVED", "CLOSED", "updated_at", "created_at");

  /** True when all of {@code all} and, if there are any, one of {@code any} hold. */
  boolean meets(ObjectNode rule) {
    for (JsonNode condition : rule.at("/conditions/all")) {
      if (!meets(rule, condition)) {
        return false;
      }
    }
    JsonNode any = rule.at("/conditions/any");
    if (any.isEmpty()) {
      return true;
    }
    for (JsonNode condition : any) {
      if (meets(rule, condition)) {
        return true;
      }
    }
    return false;
  }

  private boolean meets(ObjectNode rule, JsonNode condition) {
    String field = condition.path("field").asText();
    String operator = condition.path("operator").asText();
    String value = condition.path("value").asText();
    if (AGES.contains(field)) {
      return age(field, operator, Double.parseDouble(value));
    }
    return switch (field) {
      case "update_type" -> value.equals("Create") == (before == null);
      case "comment_is_public" -> comment(value);
      case "current_tags" -> tags(operator, value);
      case "status",
          "priority",
          "type",
          "assignee_id",
          "group_id",
          "organization_id",
          "requester_id" ->
          compare(rule, field, operator, value);
      default -> {
        if (field.startsWith("custom_fields_")) {
          yield custom(rule, field.substring("custom_fields_".length()), operator, value);
        }
        throw unknown(rule, field + " " + operator);
      }
    };
  }

  private static IllegalArgumentException unknown(ObjectNode rule, String what) {
    return new IllegalArgumentException(
        "rule " + rule.path("id").asText() + ": condition " + what + " is not simulated");
  }

  private boolean age(String field, String operator, double hours) {
    Instant from;
    if (field.endsWith("_at")) {
      from = Shapes.instant(after.path(field).asText());
    } else if (field.equals(after.path("status").asText().toUpperCase(Locale.ROOT))) {
      from = since;
    } else {
      return false;
    }
    double age = Duration.between(from, now).toSeconds() / 3600.0;
    return switch (operator) {
      case "is" -> (long) age == (long) hours;
      case "greater_than" -> age > hours;
      case "less_than" -> age < hours;
      default -> throw new IllegalArgumentException("condition " + field + " " + operator);
    };
  }

  private boolean comment(String value) {
    ObjectNode added = comment;
    return switch (value) {
      case "true" -> added != null && added.path("public").asBoolean();
      case "false" -> added != null && !added.path("public").asBoolean();
      case "not_relevant" -> added != null;
      default -> throw new IllegalArgumentException("condition comment_is_public " + value);
    };
  }

  private boolean tags(String operator, String value) {
    boolean one =
        Arrays.stream(value.split(" "))
            .anyMatch(
                wanted -> {
                  for (JsonNode tag : after.path("tags")) {
                    if (tag.asText().equals(wanted)) {
                      return true;
                    }
                  }
                  return false;
                });
    return one == operator.equals("includes");
  }

  private boolean custom(ObjectNode rule, String id, String operator, String value) {
    String now = Desk.custom(after, id).asText("");
    String was = before == null ? "" : Desk.custom(before, id).asText("");
    return compare(rule, "custom_fields_" + id, operator, value, was, now);
  }

  private boolean compare(ObjectNode rule, String field, String operator, String value) {
    String was = before == null ? "" : before.path(field).asText("");
    return compare(rule, field, operator, value, was, after.path(field).asText(""));
  }

  private boolean compare(
      ObjectNode rule, String field, String operator, String value, String was, String now) {
    boolean changed = !was.equals(now);
    return switch (operator) {
      case "is" -> now.equals(value);
      case "is_not" -> !now.equals(value);
      case "less_than" -> rank(field, now) < rank(field, value);
      case "greater_than" -> rank(field, now) > rank(field, value);
      case "changed" -> changed;
      case "not_changed" -> !changed;
      case "value" -> changed && now.equals(value);
      case "value_previous" -> changed && was.equals(value);
      case "present" -> !now.isEmpty() && !now.equals("null");
      case "not_present" -> now.isEmpty() || now.equals("null");
      default -> throw unknown(rule, field + " " + operator);
    };
  }

  private static int rank(String field, String value) {
    return (field.equals("status") ? STATUSES : PRIORITIES).indexOf(value);
  }
}
