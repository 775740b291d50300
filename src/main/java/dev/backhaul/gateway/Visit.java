package dev.backhaul.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A request on its way through {@code gateway.accept}: each step adds what it found.
 *
 * @param request as it came
 * @param path the last part of the URL's path
 * @param gate whose path it is; null: nobody's
 * @param verdict whether it is believed; null before that was asked
 * @param kept the event as it is kept; null before, or if it is none
 * @param reply what the sender gets; null until that is known
 */
public record Visit(
    Arrival request,
    String path,
    @Nullable Gate gate,
    @Nullable Verdict verdict,
    @Nullable Kept kept,
    @Nullable Reply reply) {

  static Visit of(Arrival request, String path) {
    return new Visit(request, path, null, null, null, null);
  }

  Visit at(@Nullable Gate found) {
    return new Visit(request, path, found, verdict, kept, reply);
  }

  Visit judged(Verdict found) {
    return new Visit(request, path, gate, found, kept, reply);
  }

  Visit keptAs(Kept event) {
    return new Visit(request, path, gate, verdict, event, reply);
  }

  Visit answered(Reply with) {
    return new Visit(request, path, gate, verdict, kept, with);
  }

  /** Whether somebody waits for the owner's answer; asked by the route. */
  public boolean isQuestion() {
    return reply == null && kept != null && gate != null && gate.how().live() != null;
  }
}
