package dev.backhaul.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used. Carries every problem found in it, so that one round of edits fixes it. */
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** All problems of one file, in the order they stand there; at least one. */
  public YamlException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** One problem. */
  YamlException(Place place, String message, String hint) {
    this(List.of(Problem.at(place, message, hint)));
  }

  /** Every problem found, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
