package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.Request;
import dev.backhaul.time.Time;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests until they have an answer worth having: throttled ones again once the budget's
 * freeze is over (a 429 is certainly not processed, so writes too), failed reads a few times with
 * growing pauses. A write is never sent again for any other reason; that is for the journal to
 * settle.
 */
final class Sender {
  private static final int MOST_THROTTLED = 12;
  private static final int MOST_TRANSIENT = 5;

  /** A probe says how it is now; patience is for work. */
  private static final int MOST_PROBES = 2;

  private static final Duration MOST_SKEW = Duration.ofDays(1);
  private static final long NO_DATE = Long.MIN_VALUE;

  private final String who;
  private final Transport transport;
  private final Time time;
  private final AtomicLong skew = new AtomicLong(NO_DATE);

  Sender(String who, Transport transport, Time time) {
    this.who = who;
    this.transport = transport;
    this.time = time;
  }

  /** A read. */
  JsonNode read(Operation operation, Request request, ObjectNode variables) {
    return ask(call(operation, request, variables, false)).body();
  }

  /** A write. */
  JsonNode write(Operation operation, Request request, ObjectNode variables) {
    return ask(call(operation, request, variables, true)).body();
  }

  private static HttpCall call(
      Operation operation, Request request, ObjectNode variables, boolean write) {
    JsonNode body = request.body() == null ? null : request.body().first(variables);
    return new HttpCall(
        operation, request.method(), request.path(variables), body, write, request.expect());
  }

  /**
   * A successful answer.
   *
   * @throws PlatformException if there is none
   */
  HttpAnswer ask(HttpCall call) {
    for (int attempt = 1; ; attempt++) {
      HttpAnswer answer = transport.send(call);
      note(answer);
      Failure failure = answer.failure();
      if (failure == null) {
        return answer;
      }
      Instant again = again(call, failure, attempt);
      if (again == null) {
        throw new PlatformException(who + " " + call, failure);
      }
      sleep(call, again);
    }
  }

  /** When to send again, or null for not at all. */
  private @Nullable Instant again(HttpCall call, Failure failure, int attempt) {
    return switch (failure) {
      case Failure.Throttled throttled -> attempt < MOST_THROTTLED ? throttled.until() : null;
      case Failure.Transient passing ->
          !call.write() && attempt < most(call)
              ? time.instant().plus(Duration.ofSeconds(1L << (attempt - 1)))
              : null;
      default -> null;
    };
  }

  private static int most(HttpCall call) {
    return call.operation() == Operation.PROBE ? MOST_PROBES : MOST_TRANSIENT;
  }

  private void sleep(HttpCall call, Instant until) {
    try {
      time.sleepUntil(until);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException(who + " " + call, new Failure.Transient("stopped while waiting"));
    }
  }

  private void note(HttpAnswer answer) {
    String date = answer.headers().get("date");
    if (date == null) {
      return;
    }
    try {
      long seen = Classifier.httpDate(date).toEpochMilli() - time.instant().toEpochMilli();
      // The header has whole seconds: within one second is the same time. A day or more apart is
      // another calendar (a stepped clock, a lying proxy), not a skew to correct by.
      boolean believable = Math.abs(seen) < MOST_SKEW.toMillis();
      skew.set(!believable ? NO_DATE : Math.abs(seen) <= 1000 ? 0 : seen);
    } catch (DateTimeException e) {
      skew.set(NO_DATE);
    }
  }

  /** The platform's clock less ours in milliseconds; {@code null} if it never sent a Date. */
  @Nullable Long skewMillis() {
    long seen = skew.get();
    return seen == NO_DATE ? null : seen;
  }

  /** Now, by the platform's clock. */
  Instant now() {
    long seen = skew.get();
    return seen == NO_DATE ? time.instant() : time.instant().plusMillis(seen);
  }
}
