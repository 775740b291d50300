package dev.backhaul.sandbox.hubspot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, for seeding.
 *
 * @param type {@code MESSAGE}, or {@code COMMENT} for one that only colleagues see
 * @param direction {@code INCOMING} or {@code OUTGOING}; null for a comment
 * @param actorId who wrote it: {@code A-} and a user id for an agent, {@code V-} and a contact id
 *     for a visitor
 * @param name the writer's name
 * @param email the writer's address, or null
 * @param at when, UTC
 * @param text plain text
 * @param richText HTML
 * @param fileIds attached files
 */
public record ThreadMessage(
    String type,
    @Nullable String direction,
    String actorId,
    String name,
    @Nullable String email,
    Instant at,
    String text,
    String richText,
    List<String> fileIds) {

  /** An answer or question that the customer sees. */
  public static ThreadMessage message(
      String direction, String actorId, String name, Instant at, String text, String... fileIds) {
    return new ThreadMessage(
        "MESSAGE", direction, actorId, name, null, at, text, html(text), List.of(fileIds));
  }

  /** A remark among colleagues. */
  public static ThreadMessage comment(String actorId, String name, Instant at, String text) {
    return new ThreadMessage("COMMENT", null, actorId, name, null, at, text, html(text), List.of());
  }

  private static String html(String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>");
    return "<p>" + safe + "</p>";
  }

  /** Names nobody and tells nothing. */
  @Override
  public String toString() {
    return "ThreadMessage[" + type + " at " + at + "]";
  }
}
