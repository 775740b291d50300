package dev.backhaul.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One message.
 *
 * @param key what keeps its order: the record's symbol; for the audit trail the row's number
 * @param sequence grows with every change of one thing; a message with a lesser one is older news
 * @param body by the topic's schema
 */
record Message(String key, long sequence, ObjectNode body) {
  /** Never prints the body: it may hold personal data. */
  @Override
  public String toString() {
    return "Message[" + key + " " + sequence + "]";
  }
}
