package dev.backhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KindPageTest {
  @Test
  void thePageOfKindsSaysWhatTheirFilesSay() throws Exception {
    Path root = Path.of("");
    assertThat(Files.readString(KindPage.page(root)))
        .as("run " + KindPage.class.getName())
        .isEqualTo(KindPage.text(root));
  }
}
