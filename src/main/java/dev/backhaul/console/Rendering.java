package dev.backhaul.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.apply.Report;
import dev.backhaul.apply.Undo;
import dev.backhaul.parity.ParityReport;
import dev.backhaul.parity.ParityRow;
import dev.backhaul.parity.WriteRow;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Question;
import dev.backhaul.plan.Questions;
import dev.backhaul.platform.ProbeReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What commands tell, as plain text for people. No record values, only counts and ids. */
public final class Rendering {
  private Rendering() {}

  /**
   * A plan on one page: what would be written, what people must answer, what the migration did
   * wrong.
   */
  public static String plan(PlanSummary plan) {
    StringBuilder out = new StringBuilder();
    out.append("Plan ").append(plan.id()).append(", made ").append(plan.madeAt()).append('\n');
    out.append("Hash ").append(plan.hash()).append("\n\n");
    out.append(decisions(plan.tallies()));
    String undo = undoClasses(plan.tallies());
    if (!undo.isEmpty()) {
      out.append("\nUndo of what is ready: ").append(undo).append('\n');
    }
    out.append('\n').append(groups(plan.questions()));
    String faults = faults(plan.fidelity());
    if (!faults.isEmpty()) {
      out.append("\nThe migration's own faults (nothing of these goes home):\n").append(faults);
    }
    return out.toString();
  }

  private static String decisions(List<Decisions.Tally> tallies) {
    Map<String, Map<Decision.Kind, Long>> ready = new TreeMap<>();
    Map<String, Long> held = new TreeMap<>();
    Map<String, Long> other = new TreeMap<>();
    for (Decisions.Tally tally : tallies) {
      String object = tally.targetObject() + " -> " + tally.object();
      ready.computeIfAbsent(object, key -> new EnumMap<>(Decision.Kind.class));
      boolean waits = tally.state() == Decision.State.READY || tally.kind() == Decision.Kind.NONE;
      if (tally.state() == Decision.State.HELD) {
        held.merge(object, tally.count(), Long::sum);
      } else if (waits) {
        ready.getOrDefault(object, Map.of()).merge(tally.kind(), tally.count(), Long::sum);
      } else {
        other.merge(object, tally.count(), Long::sum);
      }
    }
    Table table =
        Table.of(
            "object",
            "create",
            "update",
            "append",
            "delete",
            "held",
            "done before",
            "nothing to do");
    ready.forEach(
        (object, kinds) ->
            table.row(
                object,
                kinds.getOrDefault(Decision.Kind.CREATE, 0L),
                kinds.getOrDefault(Decision.Kind.UPDATE, 0L),
                kinds.getOrDefault(Decision.Kind.APPEND, 0L),
                kinds.getOrDefault(Decision.Kind.DELETE, 0L),
                held.getOrDefault(object, 0L),
                other.getOrDefault(object, 0L),
                kinds.getOrDefault(Decision.Kind.NONE, 0L)));
    return table.empty() ? "  Nothing was staged.\n" : table.text();
  }

  private static String undoClasses(List<Decisions.Tally> tallies) {
    Map<Decision.UndoClass, Long> classes = new EnumMap<>(Decision.UndoClass.class);
    tallies.stream()
        .filter(t -> t.state() == Decision.State.READY && t.kind() != Decision.Kind.NONE)
        .forEach(t -> classes.merge(t.undo(), t.count(), Long::sum));
    StringBuilder out = new StringBuilder();
    classes.forEach(
        (undo, n) ->
            out.append(out.isEmpty() ? "" : ", ")
                .append(undo.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .append(' ')
                .append(Words.count(n)));
    return out.toString();
  }

  /** Open questions, one line a cause. */
  public static String groups(List<Questions.Group> groups) {
    if (groups.isEmpty()) {
      return "No open questions.\n";
    }
    long all = groups.stream().mapToLong(Questions.Group::questions).sum();
    StringBuilder out =
        new StringBuilder(Words.count(all) + " open questions of " + groups.size() + " causes:\n");
    for (Questions.Group group : groups) {
      out.append("\n  ").append(group.group()).append('\n');
      out.append("    ")
          .append(Words.count(group.questions()))
          .append(" of ")
          .append(group.object());
      out.append(group.field().isEmpty() ? "" : ", field " + group.field());
      out.append(
          group.holding() > 0 ? ", " + Words.count(group.holding()) + " hold their record" : "");
      out.append('\n');
      if (!group.cause().isEmpty()) {
        out.append("    ").append(group.cause()).append('\n');
      }
      out.append("    choices: ").append(String.join(", ", group.choices())).append('\n');
    }
    return out.toString();
  }

  /**
   * Questions of one group, record by record. Ids only: values are personal data and go by {@code
   * --json}.
   */
  public static String questions(List<Question> questions) {
    Table table = Table.of("question", "field", "choices");
    for (Question question : questions) {
      String field = question.field();
      table.row(
          question.id(),
          field == null ? "" : field,
          String.join(", ", question.choices().stream().map(Question.Choice::name).toList()));
    }
    return table.empty() ? "No open questions.\n" : table.text();
  }

  /** Fields whose loaded values differ by one systematic mistake. */
  private static String faults(Map<String, JsonNode> fidelity) {
    StringBuilder out = new StringBuilder();
    fidelity.forEach(
        (object, report) -> {
          for (JsonNode line : report.path("lines")) {
            long wrong = line.path("compared").asLong() - line.path("equal").asLong();
            if (wrong > 0 && line.path("diagnosis").path("systematic").asBoolean()) {
              out.append("  ").append(object).append('.').append(line.path("field").asText());
              out.append(": ").append(Words.count(wrong)).append(" of ");
              out.append(Words.count(line.path("compared").asLong())).append(" records differ");
              out.append(
                  line.path("asRun").asLong() > 0
                      ? ", " + Words.count(line.path("asRun").asLong()) + " as asRun says"
                      : "");
              String diagnosis = diagnosis(line.path("diagnosis"));
              out.append(diagnosis.isEmpty() ? "" : "; " + diagnosis).append('\n');
            }
          }
        });
    return out.toString();
  }

  private static String diagnosis(JsonNode node) {
    return node.path("text").asText();
  }

  /** What became of one wave. */
  public static String report(Report report) {
    StringBuilder out = new StringBuilder("Wave " + report.wave() + ": ");
    out.append(Words.count(report.written())).append(" written and verified");
    add(out, report.unsettled(), "unsettled");
    add(out, report.waiting(), "waiting for another record");
    add(out, report.ready(), "still to be sent");
    String stopped = report.stopped();
    return out.append(stopped == null ? "" : "\n  stopped: " + stopped).append('\n').toString();
  }

  private static void add(StringBuilder out, int count, String what) {
    if (count > 0) {
      out.append(", ").append(Words.count(count)).append(' ').append(what);
    }
  }

  /** What a system says about itself and about us. */
  public static String probe(String role, String platform, ProbeReport probe) {
    StringBuilder out = new StringBuilder();
    out.append(role)
        .append(' ')
        .append(platform)
        .append(": ")
        .append(probe.ok() ? "ok" : "NOT OK")
        .append('\n');
    String identity = probe.identity();
    out.append("  known as ").append(identity == null ? "nobody" : identity);
    out.append(", may write: ").append(word(probe.mayWrite()));
    out.append(", plan: ").append(probe.plan() == null ? "unknown" : probe.plan()).append('\n');
    for (ProbeReport.LimitReport limit : probe.limits()) {
      out.append("  limit ").append(limit.name()).append(": ").append(word(limit.limit()));
      out.append(", remaining ").append(word(limit.remaining())).append('\n');
    }
    for (ProbeReport.Deadline deadline : probe.deadlines()) {
      out.append("  deadline: ").append(deadline.what());
      out.append(deadline.at() == null ? "" : " at " + deadline.at()).append('\n');
    }
    probe.reasons().forEach(reason -> out.append("  ! ").append(reason).append('\n'));
    return out.toString();
  }

  private static String word(@org.jspecify.annotations.Nullable Object value) {
    return value == null
        ? "unknown"
        : value instanceof Boolean yes ? (yes ? "yes" : "no") : value.toString();
  }

  /**
   * The account after a run: what became of everything staged and written, and what is still open.
   */
  public static String parity(ParityReport parity) {
    Table staged =
        Table.of(
            "staged",
            "records",
            "home",
            "travelled",
            "nothing to do",
            "questions",
            "refused",
            "waiting",
            "undone",
            "unexplained");
    for (ParityRow row : parity.rows()) {
      staged.row(
          row.object(),
          row.staged(),
          row.home(),
          row.travelled(),
          row.nothing(),
          row.questions(),
          row.refused(),
          row.waiting(),
          row.undone(),
          row.unexplained());
    }
    Table written =
        Table.of(
            "written",
            "writes",
            "as written",
            "changed since",
            "gone",
            "differs",
            "unreadable",
            "doubled",
            "unsettled");
    for (WriteRow row : parity.writes()) {
      written.row(
          row.object(),
          row.written(),
          row.equal(),
          row.changedSince(),
          row.gone(),
          row.differs(),
          row.unreadable(),
          row.doubled(),
          row.unsettled());
    }
    StringBuilder out = new StringBuilder("Account of ").append(parity.at()).append("\n\n");
    out.append(staged.text()).append(written.empty() ? "" : "\n" + written.text()).append('\n');
    if (parity.closed()) {
      return out.append("Closed: everything is accounted for.\n").toString();
    }
    out.append("Not closed:\n");
    parity.openEnds().forEach(end -> out.append("  - ").append(end).append('\n'));
    return out.toString();
  }

  /** What an undo would do. */
  public static String undo(Undo.Preview preview) {
    Table table = Table.of("object", "restore", "compensate", "touched since", "cannot");
    Map<String, Map<Undo.Fate, Long>> rows = new TreeMap<>();
    for (Undo.Line line : preview.lines()) {
      rows.computeIfAbsent(line.entry().object(), key -> new EnumMap<>(Undo.Fate.class))
          .merge(line.fate(), 1L, Long::sum);
    }
    rows.forEach(
        (object, fates) ->
            table.row(
                object,
                fates.getOrDefault(Undo.Fate.RESTORE, 0L),
                fates.getOrDefault(Undo.Fate.COMPENSATE, 0L),
                fates.getOrDefault(Undo.Fate.TOUCHED_SINCE, 0L),
                fates.getOrDefault(Undo.Fate.CANNOT, 0L)));
    return "Undo of "
        + Words.count(preview.lines().size())
        + " writes\nHash "
        + preview.hash()
        + "\n\n"
        + (table.empty() ? "  Nothing to undo.\n" : table.text());
  }
}
