package dev.backhaul.gateway;

import dev.backhaul.gateway.Verdict.Believed;
import dev.backhaul.gateway.Verdict.Doubted;
import dev.backhaul.json.Json;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import dev.backhaul.yaml.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What people see and say about the gateway. Needs neither the open gateway nor the lease: every
 * word is a row that the process which delivers reads.
 */
public final class Desk {
  private final Store store;
  private final Audit audit;
  private final Time time;
  private final Gates gates;
  private final Environment environment;
  private final Steering steering;
  private final Ids ids;

  /** A desk over one rollback's store. */
  public Desk(Store store, Audit audit, Time time, Gates gates, Environment environment) {
    this.store = store;
    this.audit = audit;
    this.time = time;
    this.gates = gates;
    this.environment = environment;
    steering = new Steering(audit, time);
    ids = Ids.secure(time);
  }

  /**
   * How one integration stands.
   *
   * @param by who steered it; empty if nobody has
   * @param waiting what is to be delivered, by {@code source open}, {@code target dead}...
   * @param oldest when the oldest event that waits came; null if none waits
   * @param last when the newest event came; null if none came
   * @param quiet whether its address may be given up: nothing came for longer than its sender tries
   * @param problems what is wrong with its secrets
   */
  public record Standing(
      String name,
      String steer,
      String by,
      String reason,
      Instant since,
      boolean releases,
      Map<String, Long> events,
      Map<String, Long> waiting,
      @Nullable Instant oldest,
      @Nullable Instant last,
      boolean quiet,
      List<String> problems) {}

  /** All integrations. */
  public List<Standing> status() {
    return store.read(
        handle -> {
          List<Standing> out = new ArrayList<>();
          Map<String, Steer> steers = Steering.all(handle);
          for (Gate gate : gates.all()) {
            out.add(standing(handle, gate, steers.getOrDefault(gate.name(), Steer.UNSAID)));
          }
          return out;
        });
  }

  private Standing standing(Handle handle, Gate gate, Steer steer) {
    Instant last = Depths.last(handle, gate.name());
    boolean quiet = last == null || last.plus(gate.drain()).isBefore(time.instant());
    return new Standing(
        gate.name(),
        steer.way().label(),
        steer.actor(),
        steer.reason(),
        steer.at(),
        steer.releases(),
        Depths.events(handle, gate.name()),
        Depths.deliveries(handle, gate.name()),
        Depths.oldest(handle, gate.name()),
        last,
        quiet,
        gate.problems(environment));
  }

  /** Whether anything of an integration has come since an instant; handshakes count. */
  public boolean arrivedSince(String point, Instant since) {
    return store.<Boolean, RuntimeException>read(
        handle -> {
          Instant last = Depths.last(handle, point);
          return (last != null && !last.isBefore(since)) || Depths.shaken(handle, point, since);
        });
  }

  /** How many requests are in quarantine. */
  public long doubtful() {
    return new Quarantine(store).count();
  }

  /**
   * Says who gets an integration's events from now on.
   *
   * @param keepHeld leaves what is held where it is; else it goes there first, oldest first
   * @param rate released events a second; null: as configured
   * @throws IllegalArgumentException if there is no such integration, or it has no such endpoint
   */
  public void steer(
      String point,
      Steer.Way way,
      boolean keepHeld,
      @Nullable Integer rate,
      Actor actor,
      String reason) {
    Gate gate = gate(point);
    for (Receiver receiver : way.receivers()) {
      requireEndpoint(gate, receiver);
    }
    requireRate(rate);
    store.useTransaction(tx -> steering.steer(tx, point, way, keepHeld, rate, actor, reason));
  }

  private Gate gate(String point) {
    return gates
        .named(point)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no integration '"
                        + point
                        + "' has an ingress; there are "
                        + gates.all().stream().map(Gate::name).toList()));
  }

  private static void requireEndpoint(Gate gate, Receiver receiver) {
    if (receiver.endpoint(gate) == null) {
      throw new IllegalArgumentException(
          gate.name()
              + " has no endpoint of the "
              + receiver.label()
              + ": add ingress."
              + receiver.label()
              + " in integrations.yaml");
    }
  }

  private static void requireRate(@Nullable Integer rate) {
    if (rate != null && (rate < 1 || rate > 10_000)) {
      throw new IllegalArgumentException("the rate must be 1 to 10000 events a second");
    }
  }

  /**
   * Replays, or with {@code preview} only says what would be.
   *
   * @throws IllegalArgumentException if there is no such integration or endpoint
   */
  public Replay.Done replay(Replay replay, boolean preview, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "replay " + replay.point());
    requireEndpoint(gate(replay.point()), replay.to());
    requireRate(replay.rate());
    Replay.Done done = replay.run(store, preview);
    if (!preview) {
      store.useTransaction(
          tx -> {
            Integer rate = replay.rate();
            if (rate != null) {
              steering.rate(tx, replay.point(), rate);
            }
            audit.append(
                tx,
                actor.name(),
                "replay",
                replay.point(),
                Json.object()
                    .put("to", replay.to().label())
                    .put("events", done.events())
                    .put("reason", reason));
          });
    }
    return done;
  }

  /**
   * Lets dead letters be delivered again.
   *
   * @param seq only this event's; null: all of the integration
   * @return how many
   */
  public int rerun(String point, @Nullable Long seq, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "re-run dead letters of " + point);
    return store.inTransaction(
        tx -> {
          int count = Depths.revive(tx, gate(point).name(), seq);
          note(tx, "rerun", point, seq, count, actor, reason);
          return count;
        });
  }

  /**
   * Says that events go nowhere: held ones, and dead letters.
   *
   * @param seq only this event; null: all held and dead ones of the integration
   * @return how many
   */
  public int skip(String point, @Nullable Long seq, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "skip events of " + point);
    return store.inTransaction(
        tx -> {
          int count = Depths.skip(tx, gate(point).name(), seq);
          note(tx, "skip", point, seq, count, actor, reason);
          return count;
        });
  }

  private void note(
      Handle tx,
      String action,
      String point,
      @Nullable Long seq,
      int count,
      Actor actor,
      String reason) {
    audit.append(
        tx,
        actor.name(),
        action,
        point,
        Json.object().put("event", seq).put("count", count).put("reason", reason));
  }

  /**
   * Events, newest first, without their content.
   *
   * @param state of the event or of one of its deliveries, in lower case; null: any
   */
  public List<Depths.Listed> list(@Nullable String point, @Nullable String state, int most) {
    return store.read(handle -> Depths.list(handle, point, state, most));
  }

  /** One event with its content, which may hold personal data. */
  public Optional<Event> event(long seq) {
    return new Inbox(store).event(seq);
  }

  /** Requests in quarantine, oldest first. */
  public List<Quarantine.Doubtful> quarantine(@Nullable String point, int most) {
    return new Quarantine(store).list(point, 0, most);
  }

  /**
   * Judges a request in quarantine once more, by the secrets of now and as of the time it came; if
   * it is believed now, it is an event like any other.
   *
   * @return what it is found to be
   * @throws IllegalArgumentException if there is none of this id
   */
  public Verdict reconsider(long id, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "reconsider the quarantine");
    Arrival request = doubtful(id);
    String path = request.url().replaceAll("\\?.*", "").replaceAll(".*/", "");
    Optional<Gate> found = gates.at(path, request.at());
    if (found.isEmpty()) {
      return new Doubted(Verdict.Doubt.UNKNOWN_PATH);
    }
    Gate gate = found.get();
    Verdict verdict =
        Signatures.verify(gate.how(), request, gate.secrets(environment), request.at());
    if (!(verdict instanceof Believed believed)) {
      return verdict;
    }
    Optional<String> sentId = Identified.by(gate, request, believed, ids);
    if (sentId.isEmpty()) {
      return new Doubted(Verdict.Doubt.NO_DELIVERY_ID);
    }
    Inbox.Incoming incoming =
        Identified.incoming(gate, request, sentId.get(), new Inbox(store).encoded(request));
    store.useTransaction(
        tx -> {
          Inbox.put(tx, List.of(incoming));
          Quarantine.remove(tx, id);
          note(tx, "reconsider", gate.name(), id, 1, actor, reason);
        });
    return verdict;
  }

  private Arrival doubtful(long id) {
    return new Quarantine(store)
        .request(id)
        .orElseThrow(
            () -> new IllegalArgumentException("there is no request " + id + " in quarantine"));
  }

  /** Throws a request in quarantine away. */
  public void discard(long id, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "discard from the quarantine");
    doubtful(id);
    store.useTransaction(
        tx -> {
          Quarantine.remove(tx, id);
          note(tx, "discard", "quarantine", id, 1, actor, reason);
        });
  }

  /** Figures for metrics: {@code integration -> what -> how many}. */
  public Map<String, Map<String, Long>> depths() {
    Map<String, Map<String, Long>> out = new HashMap<>();
    store.read(
        handle -> {
          gates
              .all()
              .forEach(
                  gate -> {
                    Map<String, Long> all = new HashMap<>(Depths.events(handle, gate.name()));
                    all.putAll(Depths.deliveries(handle, gate.name()));
                    out.put(gate.name(), all);
                  });
          return out;
        });
    return out;
  }
}
