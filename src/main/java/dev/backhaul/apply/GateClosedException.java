package dev.backhaul.apply;

import java.util.List;

/** Writing is not allowed now; nothing was sent. */
public final class GateClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> reasons;

  GateClosedException(List<String> reasons) {
    super("nothing was written: " + String.join("; ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  /** Each reason, with what to do next. */
  public List<String> reasons() {
    return reasons;
  }
}
