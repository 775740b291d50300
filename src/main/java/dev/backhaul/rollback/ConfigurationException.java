package dev.backhaul.rollback;

/** Configuration that cannot be used; the message names the place and what was expected. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the place, what was expected, and what to do. */
  public ConfigurationException(String message) {
    super(message);
  }
}
