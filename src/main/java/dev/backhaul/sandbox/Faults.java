package dev.backhaul.sandbox;

import dev.backhaul.sandbox.http.PathPattern;
import dev.backhaul.sandbox.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The faults set on a sandbox. Of those that hit a request the one set first wins. Thread-safe. */
public final class Faults {
  private static final class Armed {
    final Fault fault;
    final PathPattern path;
    long seen;

    Armed(Fault fault) {
      this.fault = fault;
      this.path = PathPattern.of(fault.path());
    }
  }

  private final List<Armed> armed = new ArrayList<>();
  private Random random = new Random(0);

  /** Adds a fault. */
  public synchronized void add(Fault fault) {
    armed.add(new Armed(fault));
  }

  /** Starts the chances of random faults from this seed. */
  public synchronized void seed(long seed) {
    random = new Random(seed);
  }

  /** Removes all faults. */
  public synchronized void clear() {
    armed.clear();
  }

  /** The fault that hits this request, or null; counts the request for all faults it matches. */
  synchronized @Nullable Fault pick(Request request) {
    Fault hit = null;
    for (Armed candidate : armed) {
      Fault fault = candidate.fault;
      if (!fault.method().equals("*") && !fault.method().equals(request.method())) {
        continue;
      }
      if (!candidate.path.matches(request.path())) {
        continue;
      }
      long nth = ++candidate.seen;
      boolean due = nth >= fault.first() && nth - fault.first() < fault.times();
      if (due && random.nextDouble() < fault.probability() && hit == null) {
        hit = fault;
      }
    }
    return hit;
  }
}
