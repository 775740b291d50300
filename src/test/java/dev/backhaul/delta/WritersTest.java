package dev.backhaul.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.manifest.WriterClass;
import dev.backhaul.platform.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is who. */
class WritersTest {
  @Test
  void the_first_rule_that_matches_wins() {
    Writers writers =
        new Writers(
            List.of(
                Delta.rule("sync", null, null, WriterClass.INTEGRATION),
                Delta.rule(null, "API", null, WriterClass.MIGRATION)));

    assertThat(writers.classOf(Delta.app("sync"), Delta.after(1)))
        .isEqualTo(dev.backhaul.delta.WriterClass.INTEGRATION);
    assertThat(writers.classOf(Delta.app("other"), Delta.after(1)))
        .isEqualTo(dev.backhaul.delta.WriterClass.MIGRATION);
  }

  @Test
  void a_rule_with_an_end_counts_before_it_only() {
    Writers writers =
        new Writers(
            List.of(
                Delta.rule("shared", null, Delta.CUTOVER, WriterClass.MIGRATION),
                Delta.rule("shared", null, null, WriterClass.INTEGRATION)));

    assertThat(writers.classOf(Delta.app("shared"), Delta.after(-1)))
        .isEqualTo(dev.backhaul.delta.WriterClass.MIGRATION);
    assertThat(writers.classOf(Delta.app("shared"), Delta.after(0)))
        .isEqualTo(dev.backhaul.delta.WriterClass.INTEGRATION);
  }

  @Test
  void a_writer_that_no_rule_names_is_unknown_and_does_not_come_home() {
    assertThat(Delta.writers().classOf(Writer.UNKNOWN, Delta.after(1)))
        .isEqualTo(dev.backhaul.delta.WriterClass.UNKNOWN)
        .matches(each -> !each.comesHome());
  }
}
