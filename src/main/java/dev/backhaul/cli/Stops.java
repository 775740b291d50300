package dev.backhaul.cli;

import java.util.ArrayList;
import java.util.List;

/** What to do when the process is asked to end (SIGTERM, Ctrl-C). */
public final class Stops {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean stopped;

  /** Runs {@code action} when the process is asked to end; at once if it was already. */
  public synchronized void onStop(Runnable action) {
    if (stopped) {
      action.run();
    } else {
      actions.add(action);
    }
  }

  /** Asks the process to end. */
  public synchronized void stop() {
    stopped = true;
    actions.forEach(Runnable::run);
    actions.clear();
  }

  /** True once the process was asked to end. */
  public synchronized boolean stopped() {
    return stopped;
  }
}
