package dev.backhaul.rollback;

/** Another process is at work on this rollback. */
public final class HeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HeldException(String message) {
    super(message);
  }
}
