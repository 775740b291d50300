package dev.backhaul.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Limit;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One limit at work: which calls it counts, its tallies, and what of them must survive a crash.
 *
 * <p>A process that dies must be over-counted by the next. Ordinary limits are saved with a lease:
 * so much more may be spent before the next save, and the next process takes all of it for spent.
 * Where there are many counts (one a record) or no window (at once), a high water mark is saved
 * instead: no count is above it, and the next process takes every count to stand there.
 */
final class Meter {
  private static final int SLOTS_SAVED = 60;

  private final Limit limit;
  private final Share share;
  private final ServerClock clock;
  private final List<CallPattern> match;
  private final List<CallPattern> except;
  private final boolean marked;
  private final Map<String, Tally> tallies = new HashMap<>();
  private long lease;
  private long mark;
  private long inherited;
  private long inheritedAt = Long.MIN_VALUE;

  Meter(Limit limit, ServerClock clock) {
    this.limit = limit;
    this.share = new Share(limit);
    this.clock = clock;
    this.match = limit.match().stream().map(CallPattern::new).toList();
    this.except = limit.except().stream().map(CallPattern::new).toList();
    this.marked = limit.scope() == Limit.Scope.RECORD || limit.kind() == Limit.Kind.CONCURRENT;
  }

  Limit limit() {
    return limit;
  }

  Share share() {
    return share;
  }

  /** The tally that counts a call; null if this limit does not count it. */
  @Nullable Tally tally(Call call, long now) {
    String key = key(call);
    return key == null ? null : tallies.computeIfAbsent(key, made -> open(now));
  }

  private @Nullable String key(Call call) {
    if (except.stream().anyMatch(one -> one.key(call.method(), call.path()) != null)) {
      return null;
    }
    if (match.isEmpty()) {
      return limit.scope() == Limit.Scope.RECORD ? call.path() : "";
    }
    return match.stream()
        .map(one -> one.key(call.method(), call.path()))
        .filter(Objects::nonNull)
        .findFirst()
        .map(key -> limit.scope() == Limit.Scope.RECORD ? key : "")
        .orElse(null);
  }

  /** Whether a call's count is the one of an unnamed record: a wildcard stands for the id. */
  boolean anyRecord(Call call) {
    String key = key(call);
    return limit.scope() == Limit.Scope.RECORD && key != null && key.contains("*");
  }

  private Tally open(long now) {
    Ledger ledger =
        switch (limit.kind()) {
          case SLIDING, FIXED, DAILY -> new WindowLedger(share, new Calendar(limit, clock));
          case BUCKET ->
              new BucketLedger(
                  share, new Calendar(limit, clock).window(), inherited > 0 ? inheritedAt : now);
          case CONCURRENT -> new ConcurrentLedger(share);
        };
    if (inherited > 0) {
      ledger.restore(inheritedAt, inherited, now);
    }
    return new Tally(this, ledger);
  }

  /** Whether the state must be saved before this much more is spent. */
  boolean mustSave(Tally tally, int weight, long now) {
    return marked ? tally.ledger.used(now) + weight > mark : weight > lease;
  }

  void spent(int weight) {
    lease -= weight;
  }

  /** The state to save, with room for what comes next. */
  String lend(int weight, long now) {
    long allowed = share.allowed();
    if (marked) {
      tallies.values().removeIf(tally -> tally.waiting == 0 && tally.ledger.idle(now));
      mark = highest(now) + weight + Math.max(1, allowed / 6);
    } else {
      lease = weight + Math.min(200, allowed / 10);
    }
    return state(now);
  }

  /** The state to save when nothing more will be spent. */
  String last(long now) {
    lease = 0;
    mark = highest(now);
    return state(now);
  }

  private long highest(long now) {
    long used = tallies.values().stream().mapToLong(one -> one.ledger.used(now)).max().orElse(0);
    return Math.max(used, now < inheritedAt + new Calendar(limit, clock).window() ? inherited : 0);
  }

  private String state(long now) {
    ObjectNode state = Json.object();
    if (marked) {
      return Json.text(state.put("mark", mark));
    }
    ArrayNode slots = state.putArray("spent");
    long inFlight = 0;
    for (Tally tally : tallies.values()) {
      inFlight += tally.ledger.inFlight();
      List<long[]> spent = tally.ledger.spent(now);
      int step = spent.size() / SLOTS_SAVED + 1;
      for (int from = 0; from < spent.size(); from += step) {
        List<long[]> group = spent.subList(from, Math.min(spent.size(), from + step));
        // The group's last instant: too late is the safe side.
        slots.addArray().add(group.getLast()[0]).add(group.stream().mapToLong(s -> s[1]).sum());
      }
    }
    return Json.text(state.put("ahead", inFlight + lease));
  }

  /** Takes over what an earlier process saved. */
  void restore(String saved, long now) {
    ObjectNode state = Json.parseObject(saved);
    if (marked) {
      inherited = Math.min(state.path("mark").asLong(), share.allowed());
      inheritedAt = now + Ledger.LINGER;
      return;
    }
    Tally tally = tallies.computeIfAbsent("", made -> open(now));
    for (JsonNode slot : state.path("spent")) {
      tally.ledger.restore(slot.path(0).asLong(), slot.path(1).asLong(), now);
    }
    long ahead = state.path("ahead").asLong();
    if (ahead > 0) {
      tally.ledger.restore(now + Ledger.LINGER, ahead, now);
    }
  }

  void answered(Tally tally, long sentThen, Map<String, String> headers, long sentAt, long now) {
    Limit.Headers names = limit.headers();
    if (names == null) {
      return;
    }
    Report report = Report.of(names, headers, clock.at(now));
    if (report.total() != null) {
      share.reported(report.total());
    }
    if (report.resetSeconds() != null) {
      tally.ledger.resetIn(report.resetSeconds(), sentAt, now);
    }
    if (report.remaining() != null) {
      tally.corrected(report.remaining(), sentThen, now);
    }
  }

  Level level(long now, @Nullable Instant frozenUntil) {
    Tally fullest = null;
    for (Tally tally : tallies.values()) {
      if (fullest == null || tally.ledger.used(now) > fullest.ledger.used(now)) {
        fullest = tally;
      }
    }
    long resetsAt = fullest == null ? Ledger.UNKNOWN : fullest.ledger.resetsAt(now);
    return new Level(
        limit.name(),
        fullest == null ? inheritedNow(now) : fullest.ledger.used(now),
        share.allowed(),
        share.reserve(),
        fullest == null ? 0 : fullest.ledger.others(now),
        frozenUntil,
        resetsAt == Ledger.UNKNOWN ? null : Instant.ofEpochMilli(resetsAt));
  }

  private long inheritedNow(long now) {
    return inherited > 0 ? open(now).ledger.used(now) : 0;
  }
}
