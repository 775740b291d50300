package dev.backhaul.apply;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.State;
import dev.backhaul.store.CrashPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads back what was answered as done; what is not there as wanted becomes unknown. */
public final class Verify {
  private final Journal journal;
  private final ReadBack readBack;
  private final Outcome outcome;

  Verify(Journal journal, ReadBack readBack, Outcome outcome) {
    this.journal = journal;
    this.readBack = readBack;
    this.outcome = outcome;
  }

  /**
   * The entries, those that were SENT now VERIFIED or UNKNOWN.
   *
   * @throws StoppedException if the platform cannot be read; the entries stay SENT, a restart
   *     settles them
   */
  public List<Entry> verify(List<Entry> entries) {
    List<Entry> sent = entries.stream().filter(entry -> entry.state() == State.SENT).toList();
    if (sent.isEmpty()) {
      return entries;
    }
    Map<String, Seen> seen = readBack.look(sent);
    journal.crash().reached(CrashPoint.Point.READ_BACK);
    return journal.commit(
        CrashPoint.Step.VERIFIED,
        tx -> {
          List<Entry> out = new ArrayList<>();
          for (Entry entry : entries) {
            if (entry.state() != State.SENT) {
              out.add(entry);
            } else if (seen.get(entry.id()) instanceof Seen.There there) {
              out.add(outcome.verified(tx, entry, there));
            } else {
              out.add(
                  journal.move(
                      tx,
                      entry,
                      State.UNKNOWN,
                      entry.trace().failed("the read-back does not show it yet", null)));
            }
          }
          return out;
        });
  }
}
