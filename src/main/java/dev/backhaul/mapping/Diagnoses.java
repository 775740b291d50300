package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what the differences of one field have in common. */
final class Diagnoses {
  private static final long LONGEST_SHIFT = 14 * 60;

  private long all;
  private long cut;
  private int longest;
  private int shortestSource = Integer.MAX_VALUE;
  private long empty;
  private long shifted;
  private @Nullable Duration shift;

  void add(Fidelity.Difference difference) {
    all++;
    String expected = difference.expected();
    String found = difference.found();
    if (found.isEmpty()) {
      empty++;
    } else if (expected.startsWith(found)) {
      cut++;
      longest = Math.max(longest, found.codePointCount(0, found.length()));
      shortestSource = Math.min(shortestSource, expected.codePointCount(0, expected.length()));
    }
    Optional<Duration> by = shift(expected, found);
    if (by.isPresent() && (shift == null || shift.equals(by.get()))) {
      shift = by.get();
      shifted++;
    }
  }

  private static Optional<Duration> shift(String expected, String found) {
    return instant(expected)
        .flatMap(a -> instant(found).map(b -> Duration.between(a, b)))
        .filter(by -> !by.isZero() && by.toSeconds() % 900 == 0 && by.getNano() == 0)
        .filter(by -> Math.abs(by.toMinutes()) <= LONGEST_SHIFT);
  }

  private static Optional<Instant> instant(String text) {
    TextNode node = TextNode.valueOf(text);
    return Stamp.ISO
        .instant(node, ZoneOffset.UTC)
        .or(
            () ->
                text.length() == 13
                    ? Stamp.EPOCH_MS.instant(node, ZoneOffset.UTC)
                    : Optional.empty());
  }

  Diagnosis diagnosis(Map<Fidelity.Difference, Long> differences) {
    if (all == 0) {
      return new Diagnosis.Equal();
    }
    Optional<Diagnosis.SwappedValues> swap =
        differences.keySet().stream()
            .filter(d -> d.expected().compareTo(d.found()) < 0)
            .filter(d -> differences.containsKey(new Fidelity.Difference(d.found(), d.expected())))
            .map(
                d ->
                    new Diagnosis.SwappedValues(
                        d.expected(),
                        d.found(),
                        differences.getOrDefault(d, 0L),
                        differences.getOrDefault(
                            new Fidelity.Difference(d.found(), d.expected()), 0L)))
            .max(Comparator.comparingLong(s -> s.aAsB() + s.bAsA()));
    if (swap.isPresent()) {
      return swap.get();
    }
    Duration by = shift;
    if (by != null && most(shifted)) {
      return new Diagnosis.ShiftedZone(by, shifted);
    }
    if (most(empty)) {
      return new Diagnosis.NotLoaded(empty);
    }
    if (most(cut) && longest < shortestSource) {
      return new Diagnosis.CutLength(longest, cut);
    }
    return new Diagnosis.Other(all);
  }

  /** Nine of ten. */
  private boolean most(long part) {
    return part * 10 >= all * 9;
  }
}
