package dev.backhaul;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is true of every file of the house, whoever wrote it. */
class HouseTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final int MOST_LINES = 400;

  /** A folder that exists on one machine only. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.})~-])/(?:work|tmp|root|home|Users)/[\\w.]+");

  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)(?:#[^)]*)?\\)");

  @Test
  void noSourceFileIsTooLongToReadInOneSitting() {
    assertThat(files(SOURCES, ".java"))
        .allSatisfy(
            file ->
                assertThat(lines(file))
                    .as("lines of %s", file)
                    .hasSizeLessThanOrEqualTo(MOST_LINES));
    assertThat(files(TESTS, ".java"))
        .allSatisfy(
            file -> assertThat(lines(file)).as("lines of %s", file).hasSizeLessThanOrEqualTo(600));
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    List<Path> folders = files(SOURCES, ".java").stream().map(Path::getParent).distinct().toList();
    assertThat(folders)
        .isNotEmpty()
        .allSatisfy(
            folder -> {
              Path info = folder.resolve("package-info.java");
              assertThat(info).exists();
              assertThat(text(info)).contains("/**").contains("NullMarked");
            });
  }

  @Test
  void noDocumentNamesAFolderOfOneMachine() {
    assertThat(documents())
        .allSatisfy(
            file -> {
              Matcher found = MACHINE_PATH.matcher(text(file));
              assertThat(found.find() ? found.group() : "").as("%s", file).isEmpty();
            });
  }

  @Test
  void everyLinkBetweenDocumentsLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Path file : documents()) {
      if (!file.toString().endsWith(".md")) {
        continue;
      }
      Matcher link = LINK.matcher(text(file));
      while (link.find()) {
        Path folder = file.getParent() == null ? Path.of("") : file.getParent();
        if (!Files.exists(folder.resolve(link.group(1)))) {
          broken.add(file + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyTestNamedInThePapersExists() {
    List<String> missing = new ArrayList<>();
    Pattern named = Pattern.compile("`([A-Z]\\w+Test)(?:[.#](\\w+))?`");
    List<Path> tests = files(TESTS, "Test.java");
    for (Path file : documents()) {
      Matcher name = named.matcher(text(file));
      while (file.toString().endsWith(".md") && name.find()) {
        String method = name.group(2);
        boolean found =
            tests.stream()
                .filter(test -> test.getFileName().toString().equals(name.group(1) + ".java"))
                .anyMatch(test -> method == null || text(test).contains(" " + method + "("));
        if (!found) {
          missing.add(file + " names " + name.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<Path> documents() {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> top = Files.list(Path.of(""))) {
      top.filter(file -> file.toString().endsWith(".md") || file.toString().equals("backhaul"))
          .forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String folder : List.of("docs", "config", "routes")) {
      all.addAll(files(Path.of(folder), ".md"));
      all.addAll(files(Path.of(folder), ".yaml"));
    }
    assertThat(all).hasSizeGreaterThan(10);
    return all;
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
