package dev.backhaul.gateway;

import dev.backhaul.manifest.IngressPoint;
import dev.backhaul.platform.Outcome;
import java.util.Map;

/**
 * One event on its way to one receiver.
 *
 * @param lane it comes from; stopped if it cannot be delivered
 * @param attempts that failed so far
 * @param to the receiver's endpoint
 * @param headers what goes out; empty before it is signed
 * @param body what goes out
 */
public record Letter(
    Lane lane,
    Event event,
    int attempts,
    IngressPoint.Downstream to,
    Map<String, String> headers,
    byte[] body) {

  /** The same, ready to be sent. */
  Letter ready(Map<String, String> signed, byte[] content) {
    return new Letter(lane, event, attempts, to, signed, content);
  }

  /** Tells nothing of its content. */
  @Override
  public String toString() {
    return event.point() + " event " + event.seq() + " to the " + lane.receiver().label();
  }

  /** What became of it on the wire. */
  public record Sent(Letter letter, Outcome outcome) {}
}
