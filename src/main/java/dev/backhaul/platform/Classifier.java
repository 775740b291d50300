package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backhaul.json.Json;
import dev.backhaul.json.JsonException;
import dev.backhaul.manifest.ErrorRule;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.JqException;
import dev.backhaul.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges answers once, at the platform's boundary, by the manifest's error map. What is not a full,
 * parseable and plausible answer is ambiguous for a write and transient for a read.
 */
public final class Classifier {
  private static final int BODY_START = 4_000;
  private static final Duration LONGEST_WAIT = Duration.ofHours(25);

  private final Manifest manifest;
  private final InstantSource clock;

  /** For one platform; the clock turns waits into instants. */
  public Classifier(Manifest manifest, InstantSource clock) {
    this.manifest = manifest;
    this.clock = clock;
  }

  /** What the outcome of a call means. */
  public HttpAnswer classify(HttpCall call, Outcome outcome) {
    return switch (outcome) {
      case Outcome.NotSent none -> failed(0, Map.of(), new Failure.Transient(none.reason()));
      case Outcome.Lost lost -> failed(0, Map.of(), lost(call, lost.reason()));
      // Asking again would bring the same answer.
      case Outcome.TooLong cut ->
          failed(
              0,
              Map.of(),
              call.write() ? new Failure.Ambiguous(cut.reason()) : new Failure.Fatal(cut.reason()));
      case Outcome.Answered answered ->
          call.wantsFile() ? file(call, answered) : answered(call, answered);
    };
  }

  /** A file is never read as an answer: whatever is in it, a success is a success. */
  private HttpAnswer file(HttpCall call, Outcome.Answered answered) {
    int status = answered.status();
    if (status >= 200 && status <= 299) {
      return new HttpAnswer(
          status, answered.headers(), MissingNode.getInstance(), null, answered.body());
    }
    if (status >= 301
        && status <= 308
        && !call.abroad()
        && answered.headers().containsKey("location")) {
      // The account's own host names the place of the file; whether to go there is not decided
      // here.
      return new HttpAnswer(status, answered.headers(), MissingNode.getInstance(), null);
    }
    return call.abroad()
        ? failed(status, answered.headers(), abroad(status))
        : answered(call, answered);
  }

  /** Another host knows nothing of this account: its statuses are read as HTTP means them. */
  private static Failure abroad(int status) {
    return switch (status) {
      case 400, 401, 403, 404, 410 ->
          new Failure.NotFound("the file's address is not valid (HTTP " + status + ")");
      case 408, 425, 429 -> new Failure.Transient("HTTP " + status);
      default ->
          status >= 500
              ? new Failure.Transient("HTTP " + status)
              : new Failure.Fatal("HTTP " + status);
    };
  }

  private HttpAnswer answered(HttpCall call, Outcome.Answered answered) {
    int status = answered.status();
    String text = new String(answered.body(), StandardCharsets.UTF_8);
    ErrorRule rule = rule(status, text.substring(0, Math.min(BODY_START, text.length())));
    if (rule != null) {
      return failed(status, answered.headers(), failure(call, rule, answered, text));
    }
    if (status < 200 || status > 299) {
      return failed(status, answered.headers(), unmapped(call, status));
    }
    if (text.isBlank()) {
      return call.expect() == null
          ? new HttpAnswer(status, answered.headers(), MissingNode.getInstance(), null)
          : failed(status, answered.headers(), lost(call, status + " with an empty body"));
    }
    JsonNode body = parsed(text);
    if (body == null) {
      return failed(
          status, answered.headers(), lost(call, status + " with a body that is no JSON"));
    }
    if (!plausible(call.expect(), body)) {
      return failed(
          status, answered.headers(), lost(call, status + " with a body that is no such answer"));
    }
    return new HttpAnswer(status, answered.headers(), body, null);
  }

  private static boolean plausible(@Nullable Jq expect, JsonNode body) {
    try {
      return expect == null || expect.test(body);
    } catch (JqException e) {
      return false;
    }
  }

  private static Failure lost(HttpCall call, String reason) {
    return call.write() ? new Failure.Ambiguous(reason) : new Failure.Transient(reason);
  }

  /** A status that the manifest does not name: a server's fault may have been half done. */
  private static Failure unmapped(HttpCall call, int status) {
    return status >= 500 ? lost(call, "HTTP " + status) : new Failure.Fatal("HTTP " + status);
  }

  private @Nullable ErrorRule rule(int status, String start) {
    for (ErrorRule rule : manifest.errors()) {
      boolean success = status >= 200 && status <= 299;
      // A success is only an error if the rule says so by status and by body.
      boolean meant = !success || (rule.body() != null && rule.status().contains(status));
      if (meant && rule.fits(status, start)) {
        return rule;
      }
    }
    return null;
  }

  private Failure failure(HttpCall call, ErrorRule rule, Outcome.Answered answered, String text) {
    String reason = rule.say() != null ? rule.say() : "HTTP " + answered.status();
    return switch (rule.is()) {
      case THROTTLED -> new Failure.Throttled(reason, until(rule, answered.headers()));
      case AMBIGUOUS -> lost(call, reason);
      case REJECTED -> new Failure.Rejected(reason, fields(rule, text));
      default -> plain(rule, reason);
    };
  }

  private static Failure plain(ErrorRule rule, String reason) {
    return switch (rule.is()) {
      case TRANSIENT -> new Failure.Transient(reason);
      case AMBIGUOUS -> new Failure.Ambiguous(reason);
      case CONFLICT -> new Failure.Conflict(reason);
      case NOT_FOUND -> new Failure.NotFound(reason);
      case REJECTED -> new Failure.Rejected(reason, List.of());
      case AUTH_EXPIRED -> new Failure.AuthExpired(reason);
      case FATAL, THROTTLED -> new Failure.Fatal(reason);
    };
  }

  /**
   * What one failed row of a batch means: the first line of the error map whose body pattern is
   * found in it; without one it is refused for its content.
   */
  Failure row(JsonNode row) {
    String text = Json.text(row);
    String code = row.path("code").asText("refused");
    for (ErrorRule rule : manifest.errors()) {
      if (rule.body() != null
          && rule.body().found(text)
          && rule.is() != ErrorRule.Meaning.REJECTED) {
        return plain(rule, rule.say() != null ? rule.say() : code);
      }
    }
    String field = row.path("field").asText("");
    Failure.FieldError error =
        new Failure.FieldError(
            field.isEmpty() ? null : field, code, row.path("message").asText(""));
    return new Failure.Rejected(code, List.of(error));
  }

  private static List<Failure.FieldError> fields(ErrorRule rule, String text) {
    JsonNode body = parsed(text);
    if (rule.fields() == null || body == null) {
      return List.of();
    }
    List<Failure.FieldError> out = new ArrayList<>();
    try {
      for (JsonNode field : rule.fields().list(body)) {
        JsonNode name = field.path("field");
        out.add(
            new Failure.FieldError(
                name.isTextual() ? name.asText() : null,
                field.path("code").asText(""),
                field.path("message").asText("")));
      }
    } catch (JqException e) {
      return List.of(
          new Failure.FieldError(null, "unreadable", e.getMessage() == null ? "" : e.getMessage()));
    }
    return out;
  }

  private Instant until(ErrorRule rule, Map<String, String> headers) {
    Duration fallback = rule.waitDefault() == null ? Duration.ofSeconds(10) : rule.waitDefault();
    String header = rule.waitHeader();
    String value = header == null ? null : headers.get(header.toLowerCase(Locale.ROOT));
    Duration wait = value == null ? fallback : span(value.strip(), headers, fallback);
    // Zero would be a hot loop, a negative or absurd wait is a platform's slip.
    boolean sane = !wait.isNegative() && !wait.isZero() && wait.compareTo(LONGEST_WAIT) <= 0;
    return clock.instant().plus(sane ? wait : fallback);
  }

  private static Duration span(String value, Map<String, String> headers, Duration fallback) {
    try {
      if (value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
      }
      String date = headers.get("date");
      if (date == null) {
        return fallback;
      }
      // Both times are the server's: our clock may be skewed.
      return Duration.between(httpDate(date), httpDate(value));
    } catch (DateTimeException e) {
      return fallback;
    }
  }

  static Instant httpDate(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }

  private static @Nullable JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      return null;
    }
  }

  private static HttpAnswer failed(int status, Map<String, String> headers, Failure failure) {
    return new HttpAnswer(status, headers, MissingNode.getInstance(), failure);
  }
}
