package dev.backhaul.budget;

import java.util.Map;

/**
 * The right to send one request now. Closing it without {@link #answered} says that the outcome is
 * unknown: the request then counts as used, and for longer, because the platform may still see it.
 */
public interface Permit extends AutoCloseable {
  /**
   * Tells what came back, at the moment it came back.
   *
   * @param status HTTP status; 429 and 503 freeze the whole budget
   * @param headersLowerCase the answer's headers, names in lower case
   */
  void answered(int status, Map<String, String> headersLowerCase);

  /** Gives the permit back; further calls do nothing. */
  @Override
  void close();
}
