package dev.backhaul.sandbox.http;

/**
 * A platform's API, behind the sandbox's server, limits and faults. Called by one thread at a time.
 */
@FunctionalInterface
public interface Handler {
  /** Answers one request whose credentials, limits and faults have been dealt with. */
  Response handle(Request request);
}
