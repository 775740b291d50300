package dev.backhaul.sandbox.hubspot;

import org.jspecify.annotations.Nullable;

/**
 * Who wrote a value, in the words of HubSpot's property history.
 *
 * @param sourceType {@code CRM_UI}, {@code INTEGRATION}, {@code AUTOMATION_PLATFORM}, {@code
 *     IMPORT} and so on
 * @param sourceId {@code userId:123}, an app's id, a workflow's id, an import's id, or null
 * @param userId the user, where one is known
 * @param label the name people see, or null
 */
public record SourceTag(
    String sourceType, @Nullable String sourceId, @Nullable Long userId, @Nullable String label) {

  /** A person at the screen. */
  public static SourceTag user(long userId) {
    return new SourceTag("CRM_UI", "userId:" + userId, userId, null);
  }

  /** An app that calls the API; a migration tool is one of these too. */
  public static SourceTag app(String appId, @Nullable String label) {
    return new SourceTag("INTEGRATION", appId, null, label);
  }

  /** A workflow of the account. */
  public static SourceTag workflow(String flowId) {
    return new SourceTag("AUTOMATION_PLATFORM", flowId, null, null);
  }

  /** A file import, started by a user. */
  public static SourceTag importOf(String importId, long userId) {
    return new SourceTag("IMPORT", importId, userId, null);
  }
}
