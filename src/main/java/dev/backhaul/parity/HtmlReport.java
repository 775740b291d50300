package dev.backhaul.parity;

import static dev.backhaul.parity.Wording.capital;
import static dev.backhaul.parity.Wording.number;
import static dev.backhaul.parity.Wording.or;
import static dev.backhaul.parity.Wording.rows;
import static dev.backhaul.parity.Wording.time;
import static dev.backhaul.parity.Wording.word;
import static dev.backhaul.parity.Wording.yes;

import dev.backhaul.budget.Level;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.platform.ProbeReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One self-contained page that tells a rollback from probe to proof. It holds no record values:
 * counts, ids, causes, and values of lists that at least two records share.
 */
public final class HtmlReport {
  private final Content content;
  private final Html html = new Html();

  private HtmlReport(Content content) {
    this.content = content;
  }

  /**
   * What the page tells.
   *
   * @param migration the rollback's name
   * @param cutover when go-live began
   * @param windows ends of the window's bands, counted from cutover
   * @param probes what both systems said of themselves, by role ({@code source}, {@code target})
   * @param plan the newest plan; null before the first
   * @param parity the account
   * @param budgets what was used, by role
   * @param proceedings what was done
   */
  public record Content(
      String migration,
      Instant cutover,
      List<Duration> windows,
      Map<String, ProbeReport> probes,
      @Nullable PlanSummary plan,
      ParityReport parity,
      Map<String, Spent> budgets,
      Proceedings proceedings) {}

  /**
   * How one account's budget was used.
   *
   * @param levels each limit as it stands
   * @param throttled answers with status 429, which must be 0; negative if nobody counted
   */
  public record Spent(List<Level> levels, long throttled) {}

  /**
   * Writes the page, in place of an older one.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, Content content) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, page(content));
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + ": the report cannot be written; choose another place", e);
    }
  }

  /** The page itself. */
  static String page(Content content) {
    return new HtmlReport(content).page();
  }

  private String page() {
    html.raw("<!DOCTYPE html>").raw("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.text("title", "Backhaul: " + content.migration()).raw(ReportStyle.CSS);
    html.raw("</head><body><main>").text("h1", "Rollback of " + content.migration());
    verdict();
    times();
    probes();
    plan();
    faults();
    waves();
    parity();
    budgets();
    silence();
    audit();
    return html.raw("</main></body></html>").toString();
  }

  private void verdict() {
    ParityReport parity = content.parity();
    if (parity.closed()) {
      html.note(
          "good", "Closed: every staged record is accounted for, and every write was read back.");
    } else {
      html.note("bad", "Not closed. What is open:");
      html.list(parity.openEnds());
    }
  }

  private void times() {
    Proceedings done = content.proceedings();
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("Cutover", time(content.cutover())));
    facts.add(List.of("This report", time(content.parity().at())));
    Duration since = Duration.between(content.cutover(), content.parity().at());
    facts.add(List.of("Since cutover", since.toHours() + " h " + since.toMinutesPart() + " min"));
    facts.add(List.of("Window", Wording.window(content.windows(), since)));
    facts.add(List.of("Writes sent", time(done.firstSent()) + " to " + time(done.lastSent())));
    html.text("h2", "Times").facts(facts);
  }

  private void probes() {
    html.text("h2", "The two systems");
    content
        .probes()
        .forEach(
            (role, probe) -> {
              html.text("h3", capital(role));
              List<List<String>> facts = new ArrayList<>();
              facts.add(List.of("Reachable", yes(probe.reachable())));
              facts.add(List.of("Known as", or(probe.identity(), "nobody")));
              Boolean writes = probe.mayWrite();
              facts.add(List.of("May write", writes == null ? "not told" : yes(writes)));
              facts.add(List.of("Plan", or(probe.plan(), "not told")));
              Long skew = probe.skewMillis();
              facts.add(List.of("Its clock", skew == null ? "not told" : skew + " ms from ours"));
              html.facts(facts);
              probe.reasons().forEach(reason -> html.note("bad", reason));
              html.list(probe.deadlines().stream().map(Wording::deadline).toList());
            });
  }

  private void plan() {
    html.text("h2", "Plan");
    PlanSummary plan = content.plan();
    if (plan == null) {
      html.note("quiet", "Nothing is planned yet.");
      return;
    }
    html.note("quiet", "Made " + time(plan.madeAt()) + ", hash " + plan.hash());
    html.table(
        List.of("From", "To", "Do", "State", "Undo", "Records"),
        rows(
            plan.tallies(),
            (Decisions.Tally t) ->
                List.of(
                    t.targetObject(),
                    t.object(),
                    word(t.kind()),
                    word(t.state()),
                    word(t.undo()),
                    number(t.count()))));
    html.text("h2", "Open questions by cause");
    if (plan.questions().isEmpty()) {
      html.note("good", "No question is open.");
      return;
    }
    html.table(
        List.of("Group", "Object", "Field", "Cause", "Questions", "Hold the record", "Choices"),
        rows(
            plan.questions(),
            group ->
                List.of(
                    group.group(),
                    group.object(),
                    group.field(),
                    group.cause(),
                    number(group.questions()),
                    number(group.holding()),
                    // The name of a choice may be a value of a record.
                    number(group.choices().size()))));
  }

  private void faults() {
    html.text("h2", "The migration's own systematic faults");
    PlanSummary plan = content.plan();
    List<SystematicFault> faults = plan == null ? List.of() : SystematicFault.in(plan.fidelity());
    if (faults.isEmpty()) {
      html.note("good", "None found: what nobody touched is as the mapping says.");
      return;
    }
    html.note(
        "quiet",
        "Found by comparing values nobody touched with the mapping. None of them goes home.");
    html.table(
        List.of("Object", "Field", "What happened", "Records compared", "Records that differ"),
        rows(
            faults,
            fault ->
                List.of(
                    fault.object(),
                    fault.field(),
                    fault.what(),
                    number(fault.compared()),
                    number(fault.differ()))));
  }

  private void waves() {
    html.text("h2", "Waves");
    html.table(
        List.of("Wave", "Object", "Do", "State", "Records"),
        rows(
            content.proceedings().waves(),
            wave ->
                List.of(
                    wave.wave() == 0 ? "none" : number(wave.wave()),
                    wave.object(),
                    word(wave.kind()),
                    word(wave.state()),
                    number(wave.decisions()))));
    html.text("h2", "What was written to the source");
    html.table(
        List.of("Object", "Write", "State", "Entries"),
        rows(
            content.proceedings().writes(),
            each ->
                List.of(
                    each.object(), word(each.op()), word(each.state()), number(each.entries()))));
  }

  private void parity() {
    ParityReport parity = content.parity();
    html.text("h2", "Parity: what became of every staged record");
    html.table(
        List.of(
            "Target object",
            "Staged",
            "Home",
            "Travelled",
            "Nothing to do",
            "Questions",
            "Refused",
            "Waiting",
            "Undone",
            "Unexplained"),
        rows(
            parity.rows(),
            r ->
                List.of(
                    r.object(),
                    number(r.staged()),
                    number(r.home()),
                    number(r.travelled()),
                    number(r.nothing()),
                    number(r.questions()),
                    number(r.refused()),
                    number(r.waiting()),
                    number(r.undone()),
                    number(r.unexplained()))));
    html.text("h3", "Every verified write, read back again");
    html.table(
        List.of(
            "Source object",
            "Written",
            "Still so",
            "Changed since",
            "Gone",
            "Differ",
            "Unreadable",
            "Carried children",
            "Of them there",
            "Written twice",
            "Unsettled"),
        rows(
            parity.writes(),
            r ->
                List.of(
                    r.object(),
                    number(r.written()),
                    number(r.equal()),
                    number(r.changedSince()),
                    number(r.gone()),
                    number(r.differs()),
                    number(r.unreadable()),
                    number(r.carried()),
                    number(r.carriedFound()),
                    number(r.doubled()),
                    number(r.unsettled()))));
    html.text("h3", "Counts of the target");
    html.table(
        List.of("Object", "Staged, live", "The platform counts", "Gap", "It cannot count"),
        rows(
            parity.counts(),
            r ->
                List.of(
                    r.object(),
                    number(r.staged()),
                    r.platform() == null ? "-" : number(r.platform()),
                    r.gap() == null ? "-" : number(r.gap()),
                    String.join(", ", r.uncounted())
                        + (r.says().isEmpty() ? "" : ": " + r.says()))));
    html.text("h3", "Blind spots");
    html.list(
        parity.counts().stream()
            .flatMap(row -> row.blindSpots().stream().map(spot -> row.object() + ": " + spot))
            .toList());
    html.text("h3", "How far the target was read");
    html.table(
        List.of("Object", "Since", "Until", "Lag", "Sweeps", "New in the last one", "Final"),
        rows(
            parity.reads(),
            r ->
                List.of(
                    r.object(),
                    time(r.since()),
                    time(r.until()),
                    r.lag().toSeconds() + " s",
                    number(r.sweeps()),
                    number(r.lastNew()),
                    yes(r.settled()))));
  }

  private void budgets() {
    html.text("h2", "Budgets");
    content
        .budgets()
        .forEach(
            (role, spent) -> {
              html.text("h3", capital(role));
              boolean none = spent.throttled() == 0;
              html.note(
                  none ? "good" : "bad",
                  spent.throttled() < 0
                      ? "Nobody counted 429s."
                      : spent.throttled() + " answers were 429.");
              html.table(
                  List.of("Limit", "Used now", "Our share", "Reserve for people", "Used by others"),
                  rows(
                      spent.levels(),
                      l ->
                          List.of(
                              l.name(),
                              number(l.used()),
                              number(l.allowed()),
                              number(l.reserve()),
                              number(l.others()))));
            });
  }

  private void silence() {
    Proceedings done = content.proceedings();
    html.text("h2", "Silence");
    html.note(
        "quiet",
        done.silentNow().isEmpty()
            ? "No proof of silence holds now: nothing may be written."
            : "A proof of silence holds now: " + word(String.join(", ", done.silentNow())) + ".");
    html.table(
        List.of("When", "What", "System", "Rules", "Waived by name", "By"),
        rows(
            done.silence(),
            s ->
                List.of(
                    time(s.at()),
                    s.what(),
                    word(s.role()),
                    number(s.rules()),
                    String.join(", ", s.waived()),
                    s.actor())));
    html.facts(
        List.of(
            List.of("Rules off now", number(done.switchedOff())),
            List.of("Rules put back", number(done.restored()))));
  }

  private void audit() {
    var audit = content.proceedings().audit();
    html.text("h2", "Audit trail");
    html.note(
        audit.sound() ? "good" : "bad",
        audit.sound()
            ? number(audit.rows()) + " rows, every link sound."
            : "The chain is broken at row " + audit.brokenAt() + ": somebody altered it.");
    html.facts(List.of(List.of("Head", audit.head())));
  }
}
