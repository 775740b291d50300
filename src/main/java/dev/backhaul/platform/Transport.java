package dev.backhaul.platform;

/** Sends one request once: paced by the budget, never retried, its answer classified. */
@FunctionalInterface
public interface Transport {
  /** The classified answer; what went wrong on the wire is its {@link HttpAnswer#failure()}. */
  HttpAnswer send(HttpCall call);
}
