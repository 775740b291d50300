package dev.backhaul.yaml;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file that cannot be used. Carries every problem found in it, so that one round of edits fixes
 * it.
 */
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** All problems of one file, at least one; they are put in the order they stand there. */
  public YamlException(List<Problem> problems) {
    super(inOrder(problems).map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = inOrder(problems).toList();
  }

  /** One problem. */
  YamlException(Place place, String message, String hint) {
    this(List.of(Problem.at(place, message, hint)));
  }

  private static Stream<Problem> inOrder(List<Problem> problems) {
    return problems.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
  }

  /** Every problem found, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
