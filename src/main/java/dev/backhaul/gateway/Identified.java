package dev.backhaul.gateway;

import dev.backhaul.gateway.Verdict.Believed;
import dev.backhaul.manifest.Pick;
import dev.backhaul.store.Ids;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** What tells a repeated request from a new one, and what it is called downstream. */
final class Identified {
  private Identified() {}

  /** What the sender repeats; empty if it must send an id and did not. */
  static Optional<String> by(Gate gate, Arrival request, Believed believed, Ids ids) {
    Pick pick = gate.how().deliveryId();
    String print = believed.print();
    if (pick != null) {
      Optional<String> id = Picked.one(pick, request);
      // A signed time tells copies as well as an id does.
      return id.isPresent() || print.isEmpty() ? id : Optional.of("print:" + print);
    }
    return Optional.of(print.isEmpty() ? "own:" + ids.next() : "print:" + print);
  }

  /** The event as it is to be kept. */
  static Inbox.Incoming incoming(Gate gate, Arrival request, String sentId, byte[] payload) {
    return new Inbox.Incoming(
        gate.name(),
        sentId,
        deliveryId(gate.name(), sentId),
        lane(gate, request),
        gate.how().live() != null,
        request.at(),
        payload);
  }

  private static String lane(Gate gate, Arrival request) {
    Pick pick = gate.how().orderKey();
    return pick == null ? "" : Picked.one(pick, request).map(Identified::digest).orElse("");
  }

  /** Derived from what never changes, so that it is the same at every attempt. */
  private static String deliveryId(String point, String sentId) {
    return "bh_" + digest(point + "\n" + sentId);
  }

  private static String digest(String text) {
    byte[] hash = Code.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 16);
  }
}
