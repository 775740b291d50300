package dev.backhaul.apply;

/**
 * A wave stopped on the way. What was sent is in the journal; applying again goes on from there.
 */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }

  StoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
