package dev.backhaul.gateway;

import dev.backhaul.gateway.Letter.Sent;
import dev.backhaul.manifest.Ingress;
import dev.backhaul.platform.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hooks that are questions (calls, commands): passed to the owner while the sender waits, and
 * answered with the canned answer while nobody owns them or the owner says nothing in time.
 */
public final class Questions implements AutoCloseable {
  /** Beyond this more questions at once get the canned answer. */
  private static final int AT_ONCE = 32;

  private static final int LONGEST = 1_000_000;

  private final Grounds grounds;
  private final Inbox inbox;
  private final Forwarding forwarding;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  Questions(Grounds grounds, Forwarding forwarding) {
    this.grounds = grounds;
    inbox = new Inbox(grounds.store());
    this.forwarding = forwarding;
  }

  /** Step {@code gateway.ask}. */
  public Visit ask(Visit visit) {
    Gate gate = visit.gate();
    Kept kept = visit.kept();
    Ingress.Live live = gate == null ? null : gate.how().live();
    if (gate == null || kept == null || live == null) {
      return visit;
    }
    Reply canned = Reply.of(live.otherwise());
    List<Receiver> owners =
        grounds
            .store()
            .<List<Receiver>, RuntimeException>read(
                handle -> Steering.of(handle, gate.name()).way().receivers());
    if (owners.isEmpty() || kept.repeated()) {
      return visit.answered(canned);
    }
    CompletableFuture<Reply> asking =
        CompletableFuture.supplyAsync(() -> asked(gate, owners.getFirst(), kept, canned), threads);
    try {
      return visit.answered(asking.get(live.within().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return visit.answered(canned);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return visit.answered(canned);
    }
  }

  private Reply asked(Gate gate, Receiver owner, Kept kept, Reply canned) {
    var to = owner.endpoint(gate);
    Event event = inbox.event(kept.seq()).orElse(null);
    if (to == null || event == null) {
      return canned;
    }
    Lane lane = new Lane(gate.name(), owner, List.of());
    Letter letter = new Letter(lane, event, 0, to, java.util.Map.of(), event.request().body());
    Sent sent = forwarding.send(forwarding.sign(letter));
    boolean good =
        sent.outcome() instanceof Outcome.Answered answer
            && answer.status() >= 200
            && answer.status() <= 299
            && answer.body().length <= LONGEST;
    if (!good || !(sent.outcome() instanceof Outcome.Answered answer)) {
      return canned;
    }
    // Not fenced: an instance that stands by answers questions too.
    grounds
        .keeping()
        .keep(
            tx -> {
              Inbox.state(tx, event.seq(), Event.State.GIVEN);
              Deliveries.done(
                  tx,
                  event.seq(),
                  owner,
                  event.point(),
                  event.lane(),
                  answer.status(),
                  grounds.clock().instant());
              return true;
            });
    return new Reply(
        answer.status(),
        answer.headers().getOrDefault("content-type", "text/plain"),
        answer.body(),
        java.util.Map.of());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
