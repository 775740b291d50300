package dev.backhaul.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  @TempDir Path folder;

  private static Bars bars(double value) {
    return new Bars(
        "calls",
        List.of(),
        Json.object(),
        List.of(Bar.atMost("reads and writes", value, 1.05, "of the least")));
  }

  @Test
  void a_result_takes_the_place_of_the_last_one_of_the_same_command() throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(
        page,
        """
        | date | command | machine | result |
        |---|---|---|---|
        | 2026-01-01 | `bench calls` | old | old |
        | 2026-01-01 | `bench start` | old | old |

        After it.
        """);

    Results.write(page, bars(1.02), "bench calls", MONDAY);
    Results.write(page, bars(1.2), "bench calls --records 500", MONDAY);

    List<String> lines = Files.readAllLines(page);
    assertThat(lines).hasSize(7);
    assertThat(lines.get(2))
        .startsWith("| 2026-11-23 | `bench calls` | ")
        .endsWith("| reads and writes 1.020 of the least (goal 1.050: met) |");
    assertThat(lines.get(3)).contains("bench start");
    assertThat(lines.get(4)).contains("--records 500").contains("1.200").contains("missed");
    assertThat(lines.get(6)).isEqualTo("After it.");
  }

  @Test
  void a_page_without_the_table_is_left_as_it_is() throws IOException {
    Path page = Files.writeString(folder.resolve("page.md"), "nothing\n");

    assertThatThrownBy(() -> Results.write(page, bars(1), "bench calls", MONDAY))
        .hasMessageContaining("has no table");
    assertThat(page).hasContent("nothing");
  }
}
