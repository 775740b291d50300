package dev.backhaul.console;

import dev.backhaul.plan.Rejects;
import java.util.List;
import java.util.Locale;

/** Refused writes, as plain text for people. No record values, only counts and ids. */
public final class RejectTables {
  private RejectTables() {}

  /** One paragraph a root cause. */
  public static String groups(List<Rejects.Group> groups) {
    if (groups.isEmpty()) {
      return "Nothing refused waits for anybody.\n";
    }
    long all = groups.stream().mapToLong(Rejects.Group::records).sum();
    StringBuilder out =
        new StringBuilder(Words.count(all) + " refused writes of " + groups.size() + " causes:\n");
    for (Rejects.Group group : groups) {
      out.append('\n').append(group(group));
      out.append("    such as ").append(String.join(", ", group.samples())).append('\n');
      out.append("    choices: ").append(String.join(", ", group.choices())).append('\n');
    }
    return out.toString();
  }

  private static String group(Rejects.Group group) {
    StringBuilder out = new StringBuilder("  " + group.group() + "\n    ");
    out.append(group.object()).append(' ').append(group.op().toLowerCase(Locale.ROOT));
    out.append(group.again() ? ", refused once more in spite of an answer: " : ": ");
    StringBuilder standings = new StringBuilder();
    group
        .standings()
        .forEach(
            (standing, n) ->
                standings
                    .append(standings.isEmpty() ? "" : ", ")
                    .append(Words.count(n))
                    .append(' ')
                    .append(word(standing)));
    out.append(standings).append("\n    ").append(group.cause()).append('\n');
    return out.toString();
  }

  private static String word(Rejects.Standing standing) {
    return switch (standing) {
      case WAITING -> "wait for an answer";
      case ANSWERED -> "answered, to be planned";
      case PLANNED -> "planned again";
      case LEFT -> "left";
      case RESOLVED -> "resolved";
    };
  }

  /** The records of one cause. */
  public static String rows(Rejects.Group group, List<Rejects.Row> rows) {
    Table table = Table.of("record", "source", "join key", "refused at", "stands", "question");
    for (Rejects.Row row : rows) {
      String source = row.sourceId();
      String joinKey = row.joinKey();
      table.row(
          row.record(),
          source == null ? "" : source,
          joinKey == null ? "" : joinKey,
          row.at().toString(),
          row.standing().name().toLowerCase(Locale.ROOT),
          row.question());
    }
    return group(group) + "\n" + table.text();
  }
}
