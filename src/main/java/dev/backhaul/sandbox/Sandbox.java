package dev.backhaul.sandbox;

import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One simulated account: its platform, limits, faults, ledger and timeline behind one lock.
 * Requests are handled one at a time; waiting (latency, slow answers) happens outside the lock.
 */
public final class Sandbox {
  /** Makes the platform from the parts it works with. */
  @FunctionalInterface
  public interface Maker {
    /** The platform; it may add its limits. */
    Platform make(Timeline timeline, Ledger ledger, Limits limits);
  }

  /** How an answer reaches the client. */
  public enum Delivery {
    /** Wholly. */
    WHOLE,
    /** Half of the body, then the connection breaks. */
    HALF,
    /** Not at all: the connection breaks. */
    NONE
  }

  /**
   * What becomes of one request.
   *
   * @param delay real time to wait before delivering
   * @param done to be run once, after delivering
   */
  public record Outcome(Response response, Delivery delivery, Duration delay, Runnable done) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Timeline timeline;
  private final Ledger ledger;
  private final Limits limits = new Limits();
  private final Faults faults = new Faults();
  private final Traffic traffic;
  private final Platform platform;

  /** A sandbox on the given clock. */
  public Sandbox(InstantSource clock, Maker maker) {
    this.timeline = new Timeline(clock);
    this.ledger = new Ledger(timeline);
    this.traffic = new Traffic(timeline, limits, ledger);
    this.platform = maker.make(timeline, ledger, limits);
  }

  /** The simulated platform. */
  public Platform platform() {
    return platform;
  }

  /** What really happened. */
  public Ledger ledger() {
    return ledger;
  }

  /** The limits; change them under {@link #run}. */
  public Limits limits() {
    return limits;
  }

  /** The faults. */
  public Faults faults() {
    return faults;
  }

  /** The competing traffic; start it under {@link #run}. */
  public Traffic traffic() {
    return traffic;
  }

  /** What happens by itself; add to it under {@link #run}. */
  public Timeline timeline() {
    return timeline;
  }

  /** Does all that is due, then runs {@code action} with nobody else inside. */
  public void run(Runnable action) {
    look(
        () -> {
          action.run();
          return true;
        });
  }

  /** Does all that is due, then reads with nobody else inside. */
  public <T> T look(Supplier<T> reading) {
    lock.lock();
    try {
      timeline.drain();
      return reading.get();
    } finally {
      lock.unlock();
    }
  }

  /** When the next thing happens by itself, or null when nothing is waiting. */
  public @Nullable Instant nextDue() {
    lock.lock();
    try {
      return timeline.nextDue();
    } finally {
      lock.unlock();
    }
  }

  /** Handles one request of the service under test; its instant is set here. */
  public Outcome exchange(Request given) {
    lock.lock();
    try {
      timeline.drain();
      Instant now = timeline.instant();
      Request request = platform.normal(at(given, now));
      Caller caller = caller(request);
      Fault fault = faults.pick(request);
      Limits.Verdict verdict = limits.admit(caller, platform.principal(request), request, now);
      Ledger.Cause cause = new Ledger.Cause(caller, ledger.next());
      Outcome outcome;
      try {
        outcome = outcome(request, fault, verdict, cause);
      } catch (RuntimeException e) {
        verdict.done().run();
        throw e;
      }
      Limits.Standing refusedBy = verdict.refusedBy();
      ledger.call(
          new Ledger.Call(
              cause.call(),
              now,
              caller,
              request.method(),
              request.path(),
              outcome.response().status(),
              fault == null || refusedBy != null ? null : fault.kind().name()));
      Runnable done = verdict.done();
      return new Outcome(
          withHeaders(
              outcome.response(), platform.limitHeaders(request, verdict.standings()), Map.of()),
          outcome.delivery(),
          outcome.delay(),
          () -> finish(done));
    } finally {
      lock.unlock();
    }
  }

  private void finish(Runnable done) {
    lock.lock();
    try {
      done.run();
    } finally {
      lock.unlock();
    }
  }

  private Outcome outcome(
      Request request, @Nullable Fault fault, Limits.Verdict verdict, Ledger.Cause cause) {
    Limits.Standing refusedBy = verdict.refusedBy();
    if (refusedBy != null) {
      return whole(platform.throttled(request, refusedBy));
    }
    if (fault == null) {
      return whole(answer(request, cause));
    }
    return switch (fault.kind()) {
      case THROTTLED -> failed(429, request, fault);
      case SERVER_ERROR -> failed(500, request, fault);
      case UNAVAILABLE -> failed(503, request, fault);
      case LOCKED -> failed(423, request, fault);
      case MIGRATING -> failed(477, request, fault);
      case EXPIRED_TOKEN -> failed(401, request, fault);
      case ERROR_IN_200 -> failed(200, request, fault);
      case RESET_BEFORE -> broken(Response.empty(500), Delivery.NONE);
      case RESET_AFTER -> broken(answer(request, cause), Delivery.NONE);
      case TRUNCATED -> broken(answer(request, cause), Delivery.HALF);
      case SLOW -> new Outcome(answer(request, cause), Delivery.WHOLE, fault.delay(), () -> {});
      case LATE_COMMIT -> {
        Instant due = request.at().plus(fault.delay());
        timeline.at(due, () -> answer(at(request, due), cause));
        yield broken(Response.empty(504), Delivery.NONE);
      }
      case DUPLICATE -> {
        answer(request, cause);
        yield whole(answer(request, cause));
      }
    };
  }

  private Response answer(Request request, Ledger.Cause cause) {
    Response refusal = platform.authenticate(request);
    if (refusal != null) {
      return refusal;
    }
    Response[] answer = new Response[1];
    ledger.as(cause, () -> answer[0] = platform.handle(request));
    return answer[0];
  }

  private Outcome failed(int status, Request request, Fault fault) {
    return whole(withHeaders(platform.failure(status, request), Map.of(), fault.headers()));
  }

  private static Outcome whole(Response response) {
    return new Outcome(response, Delivery.WHOLE, Duration.ZERO, () -> {});
  }

  private static Outcome broken(Response response, Delivery delivery) {
    return new Outcome(response, delivery, Duration.ZERO, () -> {});
  }

  /** A test may send business calls over HTTP too, told by this header. */
  private static Caller caller(Request request) {
    return "business".equals(request.headers().get("x-sandbox-caller"))
        ? Caller.BUSINESS
        : Caller.OURS;
  }

  private static Request at(Request request, Instant now) {
    return new Request(
        request.method(), request.path(), request.query(), request.headers(), request.body(), now);
  }

  /** The answer's own headers win over those below, and lose against those above. */
  private static Response withHeaders(
      Response response, Map<String, String> below, Map<String, String> above) {
    Map<String, String> all = new HashMap<>(below);
    all.putAll(response.headers());
    all.putAll(above);
    all.values().removeIf(String::isEmpty);
    return new Response(response.status(), all, response.body());
  }

  /** Writes all state to one file, whole or not at all. */
  public void save(Path file) throws IOException {
    SnapshotFile.write(file, look(() -> SnapshotFile.of(platform, ledger)));
  }

  /** Takes all state from a file that {@link #save} wrote. */
  public void load(Path file) throws IOException {
    SnapshotFile snapshot = SnapshotFile.read(file);
    run(() -> snapshot.into(platform, ledger));
  }
}
