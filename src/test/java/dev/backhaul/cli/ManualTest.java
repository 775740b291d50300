package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ManualTest {
  @Test
  void theReferencePageSaysWhatTheCommandsDo() throws IOException {
    assertThat(Files.readString(Manual.PAGE))
        .as("run " + Manual.class.getName())
        .isEqualToNormalizingNewlines(Manual.text());
  }
}
