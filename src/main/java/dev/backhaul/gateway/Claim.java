package dev.backhaul.gateway;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request claims about itself, before anybody believes it.
 *
 * @param at when it was signed; null where the scheme signs no time
 * @param messages the bytes that may have been signed: one, or the same URL in its equal forms
 * @param signatures any of them may be the right one: senders that change their secret send two
 */
record Claim(@Nullable Instant at, List<byte[]> messages, List<byte[]> signatures) {

  /** Thrown by readers of claims where a request makes none that can be checked. */
  static final class NoClaimException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Verdict.Doubt doubt;

    NoClaimException(Verdict.Doubt doubt) {
      super(doubt.words());
      this.doubt = doubt;
    }

    Verdict.Doubt doubt() {
      return doubt;
    }
  }
}
