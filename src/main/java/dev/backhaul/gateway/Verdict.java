package dev.backhaul.gateway;

/** Whether a request is believed. */
public sealed interface Verdict {

  /**
   * Signed by who says so, in time.
   *
   * @param print the same for every copy of this very request, other for every other; empty where
   *     the scheme signs no time, so that two requests may be alike
   */
  record Believed(String print) implements Verdict {}

  /** Not to be believed. */
  record Doubted(Doubt why) implements Verdict {}

  /** Why a request is not believed; what people see. */
  enum Doubt {
    /** Nobody has this path. */
    UNKNOWN_PATH("no integration has this path"),
    /** No signature, or a part of what it covers is missing. */
    UNSIGNED("the signature, or the time or id it covers, is missing or stands twice"),
    /** A signature in a form that the scheme does not have. */
    MALFORMED("the signature, or its time, is not in the scheme's form"),
    /** Signed with another secret, or changed on the way. */
    WRONG("the signature fits none of the secrets"),
    /** Signed too long ago, or in the future. */
    OUT_OF_TIME("the signed time is too far from now: replayed, or a clock is wrong"),
    /** Ours to mend: no secret can be read. */
    NO_SECRET("no secret of this integration can be read"),
    /** The delivery id is declared but not sent. */
    NO_DELIVERY_ID("the delivery id that this kind must have is missing");

    private final String words;

    Doubt(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }
}
