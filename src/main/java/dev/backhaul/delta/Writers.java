package dev.backhaul.delta;

import dev.backhaul.platform.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The migration's rules on who is who; the first rule that matches wins, none means unknown. */
public record Writers(List<Rule> rules) {

  /** Copies the list. */
  public Writers {
    rules = List.copyOf(rules);
  }

  /**
   * One rule; a null part matches anything.
   *
   * @param until the rule holds for changes before this instant only; null for always
   */
  public record Rule(
      @Nullable String user,
      @Nullable String app,
      @Nullable String sourceType,
      @Nullable String importId,
      @Nullable Instant until,
      WriterClass is) {

    boolean matches(Writer writer, Instant at) {
      return (user == null || user.equals(writer.user()))
          && (app == null || app.equals(writer.app()))
          && (sourceType == null || sourceType.equals(writer.sourceType()))
          && (importId == null || importId.equals(writer.importId()))
          && (until == null || at.isBefore(until));
    }
  }

  /** The class of a writer at an instant. */
  public WriterClass classOf(Writer writer, Instant at) {
    for (Rule rule : rules) {
      if (rule.matches(writer, at)) {
        return rule.is();
      }
    }
    return WriterClass.UNKNOWN;
  }
}
