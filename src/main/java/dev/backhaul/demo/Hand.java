package dev.backhaul.demo;

import org.jspecify.annotations.Nullable;

/**
 * Who wrote a value in the target, in the words of its property history.
 *
 * @param sourceType the channel
 * @param sourceId the app, user or workflow, as the history names it
 * @param userId the user, where one is known
 */
record Hand(String sourceType, String sourceId, @Nullable Long userId) {
  /** The failed migration's app. */
  static final Hand MIGRATION = app("990001");

  /** An integration whose values come home. */
  static final Hand BILLING = app("990101");

  /** Another one. */
  static final Hand FIELD_SERVICE = app("990102");

  /** An app that nobody has classed. */
  static final Hand STRANGER = app("990777");

  /** The target's own automation. */
  static final Hand WORKFLOW = new Hand("AUTOMATION_PLATFORM", "4401", null);

  private static Hand app(String id) {
    return new Hand("INTEGRATION", id, null);
  }

  /** A person at the screen. */
  static Hand person(long userId) {
    return new Hand("CRM_UI", "userId:" + userId, userId);
  }
}
