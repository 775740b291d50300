package dev.backhaul.rollback;

/** The process was asked to end: work stopped at a page or batch boundary, all of it kept. */
public final class DrainedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DrainedException() {
    super(
        "asked to stop: everything so far is kept; run the same command again to go on from here");
  }
}
