package dev.backhaul.rollback;

/** Work stopped at a page or batch boundary, so that a changed configuration could be put in. */
public final class GaveWayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GaveWayException() {
    super("gave way to a changed configuration: everything so far is kept; the next round goes on");
  }
}
