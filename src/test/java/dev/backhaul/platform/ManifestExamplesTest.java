package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every worked example of every shipped manifest holds. */
class ManifestExamplesTest {
  @TestFactory
  Stream<DynamicTest> everyExampleOfEveryManifestHolds() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of("config/platforms"))) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(2);
    return files.stream().flatMap(ManifestExamplesTest::of);
  }

  private static Stream<DynamicTest> of(Path file) {
    Manifest manifest = Manifests.read(file);
    assertThat(manifest.examples()).isNotEmpty();
    return manifest.examples().stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    manifest.platform() + ": " + example.name(),
                    () ->
                        assertThat(new Examples(manifest, new StillTime()).check(example))
                            .isEmpty()));
  }
}
