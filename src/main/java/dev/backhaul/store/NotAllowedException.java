package dev.backhaul.store;

/** An actor wanted what it may not do. */
public final class NotAllowedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says who may not do what, and who may. */
  public NotAllowedException(String message) {
    super(message);
  }
}
