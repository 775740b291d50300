package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every target must keep: whatever people write there is staged as they wrote it. */
interface ContentClauses {
  /** A fresh subject. */
  TargetSubject subject();

  @Test
  default void every_corner_of_unicode_is_staged_as_it_is(@TempDir Path folder) throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      List<String> texts = new ArrayList<>(Corners.texts().values());
      texts.addAll(Corners.refusable());
      Map<String, String> truth = new TreeMap<>();
      for (int i = 0; i < texts.size(); i++) {
        truth.put(
            subject.make(i, texts.get(i), Stand.CUTOVER.plusSeconds(i)),
            Json.text(Json.tree(texts.get(i))));
      }

      reading.sweep(50);

      Map<String, String> staged = new TreeMap<>();
      reading.values().forEach((id, value) -> staged.put(id, Json.text(Json.tree(value))));
      assertThat(staged).isEqualTo(truth);
    }
  }

  @Test
  default void a_record_of_ten_megabytes_is_staged_whole(@TempDir Path folder) throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      String big = Corners.big();
      String id = subject.make(1, big, Stand.CUTOVER.plusSeconds(1));
      String small = subject.make(2, "small", Stand.CUTOVER.plusSeconds(2));

      reading.sweep(10);

      Map<String, String> values = reading.values();
      assertThat(values).containsEntry(small, "small").containsKey(id);
      // Compared by hand: a failed comparison must not print ten megabytes.
      assertThat(big.equals(values.get(id))).as("the ten megabytes are the same").isTrue();
    }
  }
}
