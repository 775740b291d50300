package dev.backhaul.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("limits", "pageSize", "cutover", "url");

  @ParameterizedTest
  @CsvSource({
    "limts,limits",
    "page_size,pageSize",
    "page-size,pageSize",
    "PAGESIZE,pageSize",
    "ctuover,cutover",
    "uri,url"
  })
  void aSlipOfTheFingersFindsItsWord(String written, String meant) {
    assertThat(Nearest.of(written, KNOWN)).contains(meant);
  }

  @Test
  void aStrangeWordFindsNothing() {
    assertThat(Nearest.of("banana", KNOWN)).isEmpty();
    assertThat(Nearest.of("x".repeat(100_000), KNOWN)).isEmpty();
  }
}
