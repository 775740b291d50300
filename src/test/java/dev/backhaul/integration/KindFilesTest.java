package dev.backhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.manifest.IntegrationKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every shipped kind is named as its file, and every worked example of it holds. */
class KindFilesTest {
  @TestFactory
  Stream<DynamicTest> everyExampleOfEveryKindHolds() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of("config/integrations"))) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    return files.stream().flatMap(KindFilesTest::of);
  }

  private static Stream<DynamicTest> of(Path file) {
    IntegrationKind kind = IntegrationKind.read(file);
    List<DynamicTest> out = new ArrayList<>();
    out.add(
        DynamicTest.dynamicTest(
            kind.kind() + " is named as its file",
            () -> assertThat(file.getFileName()).hasToString(kind.kind() + ".yaml")));
    kind.examples()
        .forEach(
            example ->
                out.add(
                    DynamicTest.dynamicTest(
                        kind.kind() + ": " + example.name(),
                        () -> assertThat(new Examples(kind).check(example)).isEmpty())));
    return out.stream();
  }
}
