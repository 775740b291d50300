package dev.backhaul.outbox;

import dev.backhaul.store.Outbox;
import java.util.List;

/**
 * Messages that are sent, and acknowledged, together.
 *
 * @param topic theirs
 * @param marks what they settle once they are acknowledged; none for the audit trail
 * @param messages in order
 * @param last the highest number among them
 */
public record Batch(Topic topic, List<Outbox.Mark> marks, List<Message> messages, long last) {
  /** Copies the lists. */
  public Batch {
    marks = List.copyOf(marks);
    messages = List.copyOf(messages);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return marks.isEmpty() && messages.isEmpty();
  }
}
