package dev.backhaul.sandbox.zendesk;

import java.time.Duration;

/**
 * The knobs of a simulated account.
 *
 * @param perMinute requests a minute of the plan: Team 200, Professional 400, Enterprise 700,
 *     Enterprise Plus 2500
 * @param highVolume the add-on that raises the limits of exports and ticket updates
 * @param limited false switches all limits off
 * @param jobQueue how long a job waits before it works
 * @param jobRow how long a job works on one row
 * @param searchLag how long a new record stays unknown to search
 * @param exportLag how late every second record (the odd ids) is to be seen in exports
 * @param bulkUsers whether Support has enabled create_or_update_many for users
 */
public record ZendeskOptions(
    int perMinute,
    boolean highVolume,
    boolean limited,
    Duration jobQueue,
    Duration jobRow,
    Duration searchLag,
    Duration exportLag,
    boolean bulkUsers) {

  /** An Enterprise account. */
  public static ZendeskOptions enterprise() {
    return new ZendeskOptions(
        700,
        false,
        true,
        Duration.ofSeconds(2),
        Duration.ofMillis(50),
        Duration.ofSeconds(30),
        Duration.ZERO,
        true);
  }

  /** The same account with another number of requests a minute. */
  public ZendeskOptions perMinute(int count) {
    return new ZendeskOptions(
        count, highVolume, limited, jobQueue, jobRow, searchLag, exportLag, bulkUsers);
  }

  /** The same account without limits. */
  public ZendeskOptions unlimited() {
    return new ZendeskOptions(
        perMinute, highVolume, false, jobQueue, jobRow, searchLag, exportLag, bulkUsers);
  }

  /** The same account where Support has not enabled bulk import of users. */
  public ZendeskOptions withoutBulkUsers() {
    return new ZendeskOptions(
        perMinute, highVolume, limited, jobQueue, jobRow, searchLag, exportLag, false);
  }

  /** The same account whose exports show every second record (the odd ids) so much later. */
  public ZendeskOptions exportLag(Duration lag) {
    return new ZendeskOptions(
        perMinute, highVolume, limited, jobQueue, jobRow, searchLag, lag, bulkUsers);
  }
}
