package dev.backhaul.contract;

import dev.backhaul.contract.Subject.Answer;
import dev.backhaul.manifest.ErrorRule.Meaning;
import java.util.List;

/**
 * HubSpot's answers in its own words. Sources: developers.hubspot.com, error handling and usage
 * guidelines.
 */
final class HubSpotAnswers {
  static final List<Answer> ALL =
      List.of(
          limit("ten_secondly_rolling", "TEN_SECONDLY_ROLLING"),
          limit("secondly", "SECONDLY"),
          limit("daily", "DAILY"),
          error(423, "LOCKED", Meaning.THROTTLED),
          error(477, "MIGRATION_IN_PROGRESS", Meaning.THROTTLED),
          error(503, "SERVICE_UNAVAILABLE", Meaning.TRANSIENT),
          error(401, "INVALID_AUTHENTICATION", Meaning.AUTH_EXPIRED),
          error(401, "EXPIRED_AUTHENTICATION", Meaning.AUTH_EXPIRED),
          error(403, "MISSING_SCOPES", Meaning.FATAL),
          error(403, "FORBIDDEN", Meaning.FATAL),
          error(404, "OBJECT_NOT_FOUND", Meaning.NOT_FOUND),
          error(404, "NOT_FOUND", Meaning.NOT_FOUND),
          new Answer(
              409,
              "{\"status\":\"error\",\"message\":\"Contact already exists. Existing ID: 51\",\"category\":\"CONFLICT\"}",
              Meaning.REJECTED),
          error(409, "CONFLICT", Meaning.CONFLICT),
          new Answer(
              400,
              "{\"status\":\"error\",\"message\":\"Property values were not valid\",\"category\":\"VALIDATION_ERROR\","
                  + "\"errors\":[{\"message\":\"discount was not a valid number\",\"code\":\"INVALID_INTEGER\","
                  + "\"in\":\"discount\",\"context\":{\"propertyName\":[\"discount\"]}}]}",
              Meaning.REJECTED,
              List.of("discount")),
          error(414, "URI_TOO_LONG", Meaning.REJECTED),
          new Answer(
              200, "{\"status\":\"error\",\"message\":\"There was a problem\"}", Meaning.AMBIGUOUS),
          error(500, "INTERNAL_ERROR", Meaning.AMBIGUOUS),
          new Answer(502, "<html>Bad Gateway</html>", Meaning.AMBIGUOUS),
          new Answer(504, "", Meaning.AMBIGUOUS),
          new Answer(521, "", Meaning.AMBIGUOUS),
          new Answer(524, "", Meaning.AMBIGUOUS));

  private HubSpotAnswers() {}

  private static Answer limit(String words, String policy) {
    return new Answer(
        429,
        "{\"status\":\"error\",\"message\":\"You have reached your "
            + words
            + " limit.\",\"errorType\":\"RATE_LIMIT\",\"policyName\":\""
            + policy
            + "\"}",
        Meaning.THROTTLED);
  }

  private static Answer error(int status, String category, Meaning is) {
    return new Answer(
        status,
        "{\"status\":\"error\",\"message\":\"m\",\"correlationId\":\"c\",\"category\":\""
            + category
            + "\"}",
        is);
  }
}
