package dev.backhaul.gateway;

import dev.backhaul.json.JsonException;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.JqException;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Events that a receiver is to have although they did not go there: every kept event of a span that
 * it has not had. Asked twice it delivers once, and a run that was cut short is run again.
 *
 * @param from received at or after; null: from the first
 * @param until received before; null: to the last
 * @param filter jq over the body that must be true; null: all
 * @param rate events a second; null: as configured
 * @param questions whether those count that somebody waited for, and that were answered without
 */
public record Replay(
    String point,
    Receiver to,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Jq filter,
    @Nullable Integer rate,
    boolean questions) {
  private static final int CHUNK = 200;

  /**
   * What a replay did, or would do.
   *
   * @param events how many are delivered
   * @param passedOver how many the filter left out
   * @param first the first event; 0 if there is none
   * @param last the last one
   */
  public record Done(long events, long passedOver, long first, long last) {}

  Done run(Store store, boolean preview) {
    Inbox inbox = new Inbox(store);
    long after = 0;
    Done done = new Done(0, 0, 0, 0);
    while (true) {
      List<Long> chunk = chunk(store, after);
      if (chunk.isEmpty()) {
        return done;
      }
      after = chunk.getLast();
      List<Event> chosen =
          chunk.stream().flatMap(seq -> inbox.event(seq).stream()).filter(this::chooses).toList();
      if (!preview) {
        store.useTransaction(tx -> chosen.forEach(event -> queue(tx, event)));
      }
      if (!chosen.isEmpty()) {
        long first = done.first() == 0 ? chosen.getFirst().seq() : done.first();
        long events = done.events() + chosen.size();
        done = new Done(events, done.passedOver(), first, chosen.getLast().seq());
      }
      long passed = done.passedOver() + chunk.size() - chosen.size();
      done = new Done(done.events(), passed, done.first(), done.last());
    }
  }

  private void queue(Handle tx, Event event) {
    if (Deliveries.queue(tx, event.seq(), event.point(), event.lane(), to)) {
      Inbox.state(tx, event.seq(), Event.State.GIVEN);
    }
  }

  private boolean chooses(Event event) {
    try {
      return filter == null || filter.test(Picked.body(event.request()));
    } catch (JsonException | JqException e) {
      return false;
    }
  }

  private List<Long> chunk(Store store, long after) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT seq FROM inbox WHERE seq > :after AND point = :point"
                        + " AND received_at >= :from AND received_at < :until AND state IN ('HELD', 'GIVEN'"
                        + (questions ? ", 'ANSWERED'" : "")
                        + ") AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.seq = inbox.seq"
                        + " AND delivery.role = :role) ORDER BY seq LIMIT :most")
                .bind("after", after)
                .bind("point", point)
                .bind("from", from == null ? 0 : from.toEpochMilli())
                .bind("until", until == null ? Long.MAX_VALUE : until.toEpochMilli())
                .bind("role", to.label())
                .bind("most", CHUNK)
                .mapTo(Long.class)
                .list());
  }
}
