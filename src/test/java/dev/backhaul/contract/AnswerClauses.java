package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backhaul.contract.Subject.Answer;
import dev.backhaul.manifest.ErrorRule;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.Classifier;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.HttpAnswer;
import dev.backhaul.platform.HttpCall;
import dev.backhaul.platform.Operation;
import dev.backhaul.platform.Outcome;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Ledger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every platform must keep, in either role: each answer is taken for what it means. */
interface AnswerClauses {
  /** A fresh subject. */
  Subject subject();

  /** How a platform may say how long to wait. */
  enum RetryAfter {
    SECONDS("7", 7, 8),
    DATE("in 90 seconds", 88, 92),
    ABSENT(null, 1, 3600),
    ZERO("0", 1, 3600),
    NEGATIVE("-5", 1, 3600),
    ABSURD("999999999", 1, 25 * 3600),
    PAST("1 hour ago", 1, 3600),
    GARBAGE("soon", 1, 3600);

    final @Nullable String header;
    final Duration least;
    final Duration most;

    RetryAfter(@Nullable String header, long least, long most) {
      this.header = header;
      this.least = Duration.ofSeconds(least);
      this.most = Duration.ofSeconds(most);
    }

    /** The header's value, by the server's clock. */
    @Nullable String at(ZonedDateTime server) {
      return switch (this) {
        case DATE -> server.plusSeconds(90).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        case PAST -> server.minusHours(1).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        default -> header;
      };
    }
  }

  @Test
  default void each_answer_means_what_the_vendor_says_to_a_read_and_to_a_write() {
    Manifest manifest = Stand.manifest(subject());
    for (Answer answer : subject().answers()) {
      Failure toRead = classified(manifest, false, answer.status(), answer.body(), Map.of());
      Failure toWrite = classified(manifest, true, answer.status(), answer.body(), Map.of());

      assertThat(kind(toWrite)).as("%s, to a write", answer).isEqualTo(answer.is());
      // Reading again does no harm, so what nobody knows of a write is passing for a read.
      assertThat(kind(toRead))
          .as("%s, to a read", answer)
          .isEqualTo(
              answer.is() == ErrorRule.Meaning.AMBIGUOUS
                  ? ErrorRule.Meaning.TRANSIENT
                  : answer.is());
      assertThat(toWrite == null ? "" : toWrite.reason()).as("%s, in words", answer).isNotBlank();
      if (toWrite instanceof Failure.Rejected rejected && !answer.fields().isEmpty()) {
        assertThat(rejected.fields())
            .extracting(Failure.FieldError::field)
            .containsExactlyElementsOf(answer.fields());
      }
    }
  }

  @Test
  default void every_kind_of_error_and_every_line_of_the_error_map_is_examined() {
    Manifest manifest = Stand.manifest(subject());
    Set<ErrorRule.Meaning> kinds = EnumSet.noneOf(ErrorRule.Meaning.class);
    List<ErrorRule> untouched = new ArrayList<>(manifest.errors());
    for (Answer answer : subject().answers()) {
      kinds.add(answer.is());
      manifest.errors().stream()
          .filter(rule -> rule.fits(answer.status(), answer.body()))
          .findFirst()
          .ifPresent(untouched::remove);
      // A batch's failed row bears no status: it is told by the words alone.
      untouched.removeIf(rule -> rule.body() != null && rule.body().found(answer.body()));
    }
    assertThat(kinds).containsExactlyInAnyOrder(ErrorRule.Meaning.values());
    assertThat(untouched)
        .as("lines of the error map that no answer of the vendor reaches")
        .isEmpty();
  }

  @Test
  default void what_nobody_foresaw_is_never_a_success() {
    Manifest manifest = Stand.manifest(subject());
    for (String odd : List.of("", "<html>Please log in</html>", "{\"half\":", "[]", "null")) {
      assertThat(classified(manifest, true, 200, odd, Map.of()))
          .as("200 with " + odd)
          .isInstanceOf(Failure.Ambiguous.class);
      assertThat(classified(manifest, false, 200, odd, Map.of()))
          .as("200 with " + odd)
          .isInstanceOf(Failure.Transient.class);
    }
    for (int status : List.of(302, 418, 451)) {
      assertThat(classified(manifest, true, status, "", Map.of()))
          .isInstanceOf(Failure.Fatal.class);
    }
    assertThat(classified(manifest, true, 599, "", Map.of())).isInstanceOf(Failure.Ambiguous.class);
  }

  @ParameterizedTest
  @EnumSource(RetryAfter.class)
  default void every_form_of_retry_after_gives_a_wait_that_is_neither_a_storm_nor_for_ever(
      RetryAfter form) {
    Manifest manifest = Stand.manifest(subject());
    ZonedDateTime server = Stand.NOW.plusSeconds(37).atZone(ZoneOffset.UTC);
    for (Answer answer : subject().answers()) {
      if (answer.is() == ErrorRule.Meaning.THROTTLED) {
        Map<String, String> headers = new HashMap<>();
        headers.put("date", server.format(DateTimeFormatter.RFC_1123_DATE_TIME));
        String value = form.at(server);
        if (value != null) {
          headers.put("retry-after", value);
        }

        Failure failure = classified(manifest, true, answer.status(), answer.body(), headers);

        assertThat(failure).isInstanceOf(Failure.Throttled.class);
        Duration wait =
            Duration.between(
                Stand.NOW, ((Failure.Throttled) Objects.requireNonNull(failure)).until());
        assertThat(wait)
            .as("%s after %s", form, answer)
            .isBetween(Duration.ofSeconds(1), form.most);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RetryAfter.class)
  default void a_429_holds_the_account_for_as_long_as_it_says_and_is_sent_again_once(
      RetryAfter form) throws Exception {
    Subject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      Fault fault = Fault.once(Fault.Kind.THROTTLED, "*", "/**", 1);
      String value = form.at(ZonedDateTime.now(ZoneOffset.UTC));
      stand.sandbox.faults().add(fault.with("Retry-After", value == null ? "" : value));

      subject.ask(stand.account);

      List<Ledger.Call> calls = stand.calls();
      assertThat(calls).extracting(Ledger.Call::status).first().isEqualTo(429);
      assertThat(calls).hasSize(2);
      Duration wait = Duration.between(calls.get(0).at(), calls.get(1).at());
      assertThat(wait).isBetween(form.least, form.most.plusSeconds(60));
    }
  }

  @Test
  default void an_outage_is_told_as_such_after_a_few_tries() throws Exception {
    Subject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      stand.sandbox.faults().add(Fault.random(Fault.Kind.UNAVAILABLE, "*", "/**", 1));

      PlatformException told =
          catchThrowableOfType(PlatformException.class, () -> subject.ask(stand.account));

      assertThat(told.failure()).isInstanceOf(Failure.Transient.class);
      assertThat(stand.calls()).hasSizeBetween(2, 10);
    }
  }

  @Test
  default void credentials_taken_back_are_told_at_once_and_the_probe_names_the_reason()
      throws Exception {
    Subject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      assertThat(stand.account.probe().ok()).as("the probe before").isTrue();
      subject.ask(stand.account);
      subject.revoke();
      stand.sandbox.ledger().clear();

      PlatformException told =
          catchThrowableOfType(PlatformException.class, () -> subject.ask(stand.account));

      assertThat(told.failure()).isInstanceOf(Failure.AuthExpired.class);
      assertThat(stand.calls()).hasSize(1);
      assertThat(stand.account.probe().ok()).as("the probe after").isFalse();
      assertThat(stand.account.probe().reasons()).isNotEmpty();
    }
  }

  private static @Nullable Failure classified(
      Manifest manifest, boolean write, int status, String body, Map<String, String> headers) {
    HttpCall call =
        new HttpCall(Operation.WRITE, "POST", "/x", null, write, Jq.of("type == \"object\""));
    HttpAnswer answer =
        new Classifier(manifest, InstantSource.fixed(Stand.NOW))
            .classify(
                call, new Outcome.Answered(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    return answer.failure();
  }

  private static ErrorRule.@Nullable Meaning kind(@Nullable Failure failure) {
    return switch (failure) {
      case null -> null;
      case Failure.Throttled f -> ErrorRule.Meaning.THROTTLED;
      case Failure.Transient f -> ErrorRule.Meaning.TRANSIENT;
      case Failure.Ambiguous f -> ErrorRule.Meaning.AMBIGUOUS;
      case Failure.Conflict f -> ErrorRule.Meaning.CONFLICT;
      case Failure.NotFound f -> ErrorRule.Meaning.NOT_FOUND;
      case Failure.Rejected f -> ErrorRule.Meaning.REJECTED;
      case Failure.AuthExpired f -> ErrorRule.Meaning.AUTH_EXPIRED;
      case Failure.Fatal f -> ErrorRule.Meaning.FATAL;
    };
  }
}
