package dev.backhaul.gateway;

import dev.backhaul.gateway.Letter.Sent;
import dev.backhaul.manifest.IngressPoint;
import dev.backhaul.platform.Courier;
import dev.backhaul.platform.Outcome;
import dev.backhaul.yaml.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the routes that deliver to one receiver of one integration. A delivery whose answer
 * was committed is never repeated; one without an answer is, under the same delivery id.
 */
public final class Forwarding {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

  /** How many events a round looks at. */
  private static final int ROUND = 500;

  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private final Grounds grounds;
  private final Inbox inbox;
  private final Deliveries deliveries;
  private final Courier courier;
  private final Backoff backoff;
  private final Counts counts;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
  private final Set<Gateway.To> rounds = ConcurrentHashMap.newKeySet();
  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

  Forwarding(Grounds grounds, Courier courier, Backoff backoff, Counts counts) {
    this.grounds = grounds;
    inbox = new Inbox(grounds.store());
    deliveries = new Deliveries(grounds.store());
    this.courier = courier;
    this.backoff = backoff;
    this.counts = counts;
  }

  /** Whom a route's rounds are for. */
  public Gateway.To to(String point, String receiver) {
    return new Gateway.To(point, Receiver.valueOf(receiver));
  }

  /** Step {@code gateway.begin}: whether no other round to this receiver is under way. */
  public boolean begin(Gateway.To to) {
    return rounds.add(to);
  }

  /** Step {@code gateway.end}. */
  public void end(Gateway.To to) {
    rounds.remove(to);
  }

  /** Step {@code gateway.release}: opens what was released, as fast as was chosen, oldest first. */
  public void release(Gateway.To to) {
    String point = to.point();
    Receiver receiver = to.receiver();
    Optional<Gate> gate = grounds.gates().get().named(point);
    if (gate.isEmpty() || !grounds.leads().getAsBoolean()) {
      return;
    }
    record Waits(Steer steer, boolean held, boolean queued) {}
    Waits waits =
        grounds
            .store()
            .read(
                handle -> {
                  Steer steer = Steering.of(handle, point);
                  return new Waits(
                      steer,
                      steer.releases() && Inbox.anyHeld(handle, point),
                      Deliveries.anyQueued(handle, point, receiver));
                });
    Instant now = grounds.clock().instant();
    Integer chosen = waits.steer().rate();
    int rate = chosen == null ? gate.get().point().replayPerSecond() : chosen;
    int held = allowance(point, now).take(now, rate, waits.held());
    if (held > 0) {
      List<Receiver> receivers = waits.steer().way().receivers();
      grounds.keep(tx -> Inbox.release(tx, point, receivers, held));
    }
    Allowance replays = allowance(point + "/" + receiver.label(), now);
    int queued = replays.take(now, rate, waits.queued());
    if (queued > 0) {
      grounds.keep(tx -> Deliveries.open(tx, point, receiver, queued));
    }
    if (replays.tidy(now)) {
      grounds.keep(tx -> Inbox.forget(tx, point, now.minus(grounds.keep()), ROUND));
    }
  }

  private Allowance allowance(String name, Instant now) {
    return allowances.computeIfAbsent(name, n -> new Allowance(now));
  }

  /** Step {@code gateway.due}: what may be delivered now, by lane; empty if nothing. */
  public List<Lane> due(Gateway.To to) {
    String point = to.point();
    Receiver receiver = to.receiver();
    Instant now = grounds.clock().instant();
    Breaker breaker = breaker(point, receiver);
    boolean known =
        grounds
            .gates()
            .get()
            .named(point)
            .filter(gate -> receiver.endpoint(gate) != null)
            .isPresent();
    if (!known || !grounds.leads().getAsBoolean() || breaker.rests(now)) {
      return List.of();
    }
    List<Lane> lanes = deliveries.due(point, receiver, now, ROUND);
    // An endpoint that was down is asked with one event, not with all lanes.
    return breaker.isOpen() && !lanes.isEmpty() ? List.of(lanes.getFirst().firstOnly()) : lanes;
  }

  /** Step {@code gateway.next}: the lane's next event; none if it is to go elsewhere meanwhile. */
  public List<Letter> next(Lane lane) {
    long seq = lane.next();
    Optional<Gate> gate = grounds.gates().get().named(lane.point());
    if (gate.isEmpty() || !grounds.leads().getAsBoolean()) {
      lane.stop();
      return List.of();
    }
    OptionalInt attempts = deliveries.attempts(seq, lane.receiver());
    Optional<Event> event = attempts.isEmpty() ? Optional.empty() : inbox.event(seq);
    IngressPoint.Downstream to = lane.receiver().endpoint(gate.get());
    if (event.isEmpty() || to == null) {
      return List.of();
    }
    return List.of(
        new Letter(
            lane, event.get(), attempts.getAsInt(), to, Map.of(), event.get().request().body()));
  }

  /** Step {@code gateway.sign}: the sender's own words, our signature. */
  public Letter sign(Letter letter) {
    Gate gate = grounds.gates().get().named(letter.lane().point()).orElseThrow();
    byte[] body = letter.body();
    Transformation transform = gate.transform();
    if (transform != null && letter.lane().receiver() == Receiver.SOURCE) {
      body = transform.apply(body);
    }
    Secret secret = letter.to().secret();
    String key = secret == null ? null : secret.reveal(grounds.environment());
    return letter.ready(Outgoing.headers(letter, body, key, grounds.clock().instant()), body);
  }

  /** Step {@code gateway.send}: once; what became of it on the wire. */
  public Sent send(Letter letter) {
    String method = letter.event().request().method();
    return new Sent(
        letter, courier.send(method, letter.to().url(), letter.headers(), letter.body()));
  }

  private Breaker breaker(String point, Receiver receiver) {
    return breakers.computeIfAbsent(point + "/" + receiver.label(), name -> new Breaker());
  }

  private Breaker breaker(Letter letter) {
    return breaker(letter.lane().point(), letter.lane().receiver());
  }

  /** Step {@code gateway.settle}: committed before the lane goes on. */
  public void settle(Sent sent) {
    Letter letter = sent.letter();
    switch (sent.outcome()) {
      case Outcome.Answered answer -> answered(letter, answer);
      case Outcome.NotSent not -> unanswered(letter, not.reason());
      case Outcome.Lost lost -> unanswered(letter, lost.reason());
      case Outcome.TooLong tooLong -> failed(letter, true, Duration.ZERO, null, tooLong.reason());
    }
  }

  private void answered(Letter letter, Outcome.Answered answer) {
    int status = answer.status();
    boolean cannotNow = status >= 500 || status == 429 || status == 408 || status == 425;
    if (cannotNow) {
      breaker(letter).failed(grounds.clock().instant());
      failed(letter, false, asked(answer), status, "answered " + status);
      return;
    }
    breaker(letter).answered();
    if (status < 200 || status > 299) {
      failed(letter, true, Duration.ZERO, status, "answered " + status);
      return;
    }
    Event event = letter.event();
    Instant now = grounds.clock().instant();
    grounds.keep(
        tx ->
            Deliveries.done(
                tx,
                event.seq(),
                letter.lane().receiver(),
                event.point(),
                event.lane(),
                status,
                now));
    counts.delivered(event.point());
  }

  private void unanswered(Letter letter, String why) {
    breaker(letter).failed(grounds.clock().instant());
    failed(letter, false, Duration.ZERO, null, why);
  }

  /** Step {@code gateway.unsent}: it could not even be made ready. */
  public Sent unsent(Letter letter, Exception problem) {
    boolean shape = problem instanceof IllegalArgumentException;
    String why = String.valueOf(problem.getMessage());
    return new Sent(letter, shape ? new Outcome.TooLong(why) : new Outcome.NotSent(why));
  }

  private void failed(
      Letter letter, boolean refused, Duration asked, @Nullable Integer status, String why) {
    letter.lane().stop();
    int times = letter.attempts() + 1;
    Optional<Instant> retry = backoff.next(times, refused, asked);
    Instant now = grounds.clock().instant();
    grounds.keep(
        tx ->
            Deliveries.failed(
                tx,
                letter.event().seq(),
                letter.lane().receiver(),
                retry.orElse(null),
                status,
                why,
                now));
    if (retry.isEmpty()) {
      LOG.warn("{} is a dead letter after {} attempts: {}", letter, times, why);
    }
  }

  /** Step {@code gateway.not-now}: a round that could not end; everything stays as it is. */
  public void notNow(Gateway.To to, Exception problem) {
    LOG.warn("{}: nothing is delivered now: {}", to.point(), problem.getMessage());
  }

  private static Duration asked(Outcome.Answered answer) {
    String after = answer.headers().getOrDefault("retry-after", "");
    if (!after.matches("[0-9]{1,6}")) {
      return Duration.ZERO;
    }
    Duration told = Duration.ofSeconds(Long.parseLong(after));
    return told.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : told;
  }

  /** Endpoints that nothing is sent to now: {@code integration/receiver}. */
  List<String> resting() {
    return breakers.entrySet().stream()
        .filter(each -> each.getValue().isOpen())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
