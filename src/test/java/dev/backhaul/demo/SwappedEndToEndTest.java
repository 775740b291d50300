package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.demo.servicedesk.ServicedeskWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same service with the roles swapped: HubSpot is the source, Zendesk the failed target. */
final class SwappedEndToEndTest {
  @TempDir Path folder;

  @Test
  void everything_comes_home_to_hubspot() throws Exception {
    try (Episode episode = new Episode(ServicedeskWorld.of(1, Scale.TINY), folder)) {
      // Given
      episode.way.approvedPlan();

      // When
      String stopped = episode.way.write();

      // Then
      assertThat(stopped).isNull();
      episode.assertPerfect();
    }
  }
}
