package dev.backhaul.yaml;

/** A secret that a file refers to is not there. The message names where it was looked for. */
public final class MissingSecretException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingSecretException(String message) {
    super(message);
  }
}
