package dev.backhaul.delta;

import dev.backhaul.manifest.WriterRule;
import dev.backhaul.platform.Writer;
import java.time.Instant;
import java.util.List;

/** The migration's rules on who is who; the first rule that matches wins, none means unknown. */
public record Writers(List<WriterRule> rules) {

  /** Copies the list. */
  public Writers {
    rules = List.copyOf(rules);
  }

  /** The class of a writer at an instant. */
  public WriterClass classOf(Writer writer, Instant at) {
    return rules.stream()
        .filter(
            rule ->
                rule.match()
                    .fits(writer.user(), writer.app(), writer.sourceType(), writer.importId(), at))
        .findFirst()
        .map(rule -> WriterClass.of(rule.writerClass()))
        .orElse(WriterClass.UNKNOWN);
  }
}
