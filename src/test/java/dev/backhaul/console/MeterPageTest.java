package dev.backhaul.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class MeterPageTest {
  @Test
  void theReferencePageNamesEveryMeter() throws IOException {
    assertThat(Files.readString(MeterPage.PAGE))
        .as("run " + MeterPage.class.getName())
        .isEqualToNormalizingNewlines(MeterPage.text());
  }
}
