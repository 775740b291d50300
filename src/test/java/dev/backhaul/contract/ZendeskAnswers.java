package dev.backhaul.contract;

import dev.backhaul.contract.Subject.Answer;
import dev.backhaul.manifest.ErrorRule.Meaning;
import java.util.List;

/**
 * Zendesk's answers in its own words. Sources: developer.zendesk.com, rate limits and the pages of
 * tickets and job statuses; bodies as recorded by the vendor's clients.
 */
final class ZendeskAnswers {
  static final List<Answer> ALL =
      List.of(
          new Answer(
              429,
              "{\"error\":\"TooManyJobs\",\"description\":\"Too many jobs are currently queued or running. Try again later.\",\"current_job_ids\":[\"14b1\"]}",
              Meaning.THROTTLED),
          new Answer(
              429,
              "Number of allowed updates per ticket by this user exceeded. Try again later.",
              Meaning.THROTTLED),
          new Answer(503, "<html><body>Service unavailable</body></html>", Meaning.TRANSIENT),
          new Answer(401, "{\"error\":\"Couldn't authenticate you\"}", Meaning.AUTH_EXPIRED),
          new Answer(403, "{\"error\":\"Forbidden\"}", Meaning.FATAL),
          new Answer(
              404,
              "{\"error\":\"RecordNotFound\",\"description\":\"Not found\"}",
              Meaning.NOT_FOUND),
          new Answer(404, "<html>No such account</html>", Meaning.NOT_FOUND),
          new Answer(
              409,
              "{\"error\":\"UpdateConflict\",\"description\":\"Safe Update prevented the update due to outdated ticket data.\"}",
              Meaning.CONFLICT),
          new Answer(409, "{\"error\":\"Conflict\"}", Meaning.CONFLICT),
          new Answer(
              422,
              "{\"error\":\"RecordInvalid\",\"description\":\"Record validation errors\",\"details\":{\"status\":[{\"description\":\"Status: closed prevents ticket update\"}]}}",
              Meaning.REJECTED,
              List.of("status")),
          new Answer(
              400,
              "{\"error\":\"TooManyValues\",\"description\":\"Parameter cannot specify more than 100 values\",\"max_count\":100}",
              Meaning.REJECTED),
          new Answer(413, "{\"error\":\"TooLarge\"}", Meaning.REJECTED),
          new Answer(
              200,
              "{\"error\":\"InternalError\",\"description\":\"Something went wrong\"}",
              Meaning.AMBIGUOUS),
          new Answer(500, "{\"error\":\"InternalError\"}", Meaning.AMBIGUOUS),
          new Answer(502, "<html>Bad Gateway</html>", Meaning.AMBIGUOUS),
          new Answer(504, "", Meaning.AMBIGUOUS));

  private ZendeskAnswers() {}
}
