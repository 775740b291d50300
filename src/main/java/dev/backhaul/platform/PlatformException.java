package dev.backhaul.platform;

/**
 * A request that did not succeed as a whole. Carries its {@link Failure}; the message holds no
 * record values.
 */
public final class PlatformException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  /** Names what was asked of whom, then the failure's reason. */
  public PlatformException(String what, Failure failure) {
    super(what + ": " + failure.reason());
    this.failure = failure;
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }
}
