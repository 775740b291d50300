package dev.backhaul.integration;

/** What is asked of an integration cannot be done; the message says why and what to do next. */
public class IntegrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public IntegrationException(String message) {
    super(message);
  }
}
