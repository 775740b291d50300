package dev.backhaul.budget;

import dev.backhaul.manifest.Limit;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A platform's limit by brute force, sharing nothing with the code under test. Not thread-safe. */
final class ServerModel {
  /** How a fixed window's start is found. */
  enum Start {
    PHASED,
    FIRST_REQUEST
  }

  private final Limit.Kind kind;
  private final long size;
  private final long window;
  private final long phase;
  private final Start start;
  private final ZoneId zone;
  private final List<Long> taken = new ArrayList<>();
  private final Map<Long, Long> counts = new HashMap<>();
  private long opened = Long.MIN_VALUE / 2;
  private double level;
  private long levelAt = Long.MIN_VALUE;
  private int running;

  ServerModel(Limit.Kind kind, long size, long window, long phase, Start start, ZoneId zone) {
    this.kind = kind;
    this.size = size;
    this.window = window;
    this.phase = phase;
    this.start = start;
    this.zone = zone;
    this.level = size;
  }

  boolean take(long now) {
    if (remaining(now) < 1) {
      return false;
    }
    switch (kind) {
      case SLIDING -> taken.add(now);
      case FIXED, DAILY -> counts.merge(bin(now), 1L, Long::sum);
      case BUCKET -> level -= 1;
      case CONCURRENT -> running++;
    }
    return true;
  }

  void done() {
    running--;
  }

  long remaining(long now) {
    return switch (kind) {
      case SLIDING -> {
        taken.removeIf(at -> at <= now - window);
        yield size - taken.size();
      }
      case FIXED, DAILY -> size - counts.getOrDefault(bin(now), 0L);
      case BUCKET -> {
        if (levelAt != Long.MIN_VALUE) {
          level = Math.min(size, level + (now - levelAt) * (double) size / window);
        }
        levelAt = now;
        yield (long) Math.floor(level + 1e-9);
      }
      case CONCURRENT -> size - running;
    };
  }

  long resetSeconds(long now) {
    return kind == Limit.Kind.FIXED ? (bin(now) + window - now) / 1_000 : window / 1_000;
  }

  private long bin(long now) {
    if (kind == Limit.Kind.DAILY) {
      return Instant.ofEpochMilli(now).atZone(zone).toLocalDate().toEpochDay();
    }
    if (start == Start.PHASED) {
      return Math.floorDiv(now - phase, window) * window + phase;
    }
    if (now >= opened + window) {
      opened = now;
    }
    return opened;
  }
}
