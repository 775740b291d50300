package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the working threads are, looked at every few milliseconds: in the store, in JSON, in the
 * mapping, in HTTP, or elsewhere. A call belongs to the innermost of these that it is in.
 */
final class Profile {
  private static final Duration STEP = Duration.ofMillis(5);
  private final Map<String, Long> seen = new TreeMap<>();

  private Profile() {}

  /** Begins to look, until the process ends. */
  static Profile start() {
    Profile out = new Profile();
    Thread.ofPlatform().daemon().name("profile").start(out::look);
    return out;
  }

  private void look() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(STEP.toNanos());
      Thread.getAllStackTraces().forEach(this::count);
    }
  }

  private void count(Thread thread, StackTraceElement[] stack) {
    // A thread in a socket's or a file's native call counts as running; one that waits does not.
    if (thread.getState() != Thread.State.RUNNABLE) {
      return;
    }
    boolean ours = false;
    @Nullable String where = null;
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      where = where == null ? part(name) : where;
      ours |= name.startsWith("dev.backhaul.") && !name.startsWith("dev.backhaul.bench.Profile");
    }
    if (ours) {
      String found = where == null ? "rest" : where;
      synchronized (seen) {
        seen.merge(found, 1L, Long::sum);
      }
    }
  }

  private static @Nullable String part(String frame) {
    if (frame.startsWith("com.fasterxml.")
        || frame.startsWith("net.thisptr.")
        || frame.startsWith("dev.backhaul.json.")) {
      return "json";
    }
    if (frame.startsWith("org.sqlite.")
        || frame.startsWith("org.jdbi.")
        || frame.startsWith("com.zaxxer.")
        || frame.startsWith("dev.backhaul.store.")) {
      return "store";
    }
    if (frame.startsWith("dev.backhaul.mapping.")) {
      return "mapping";
    }
    if (frame.startsWith("org.apache.hc.")
        || frame.startsWith("org.apache.camel.component.http.")
        || frame.startsWith("dev.backhaul.platform.HttpClients")) {
      return "http";
    }
    return frame.startsWith("dev.backhaul.") && !frame.startsWith("dev.backhaul.bench.")
        ? "rest"
        : null;
  }

  /** Shares of the looks, 0 to 1, by part. */
  ObjectNode split() {
    ObjectNode out = Json.object();
    synchronized (seen) {
      double all = Math.max(1, seen.values().stream().mapToLong(Long::longValue).sum());
      seen.forEach((part, looks) -> out.put(part, Math.round(looks / all * 1000) / 1000.0));
    }
    return out;
  }
}
