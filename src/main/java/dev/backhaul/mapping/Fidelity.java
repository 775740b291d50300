package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Was this the mapping that ran? Compares loaded values with what the mapping means, field by
 * field. Not thread-safe; one thread adds.
 */
public final class Fidelity {
  private static final int MOST_KINDS = 10_000;

  private final Mapping mapping;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  Fidelity(Mapping mapping) {
    this.mapping = mapping;
    mapping.owners().forEach(owner -> tallies.put(owner.to().text(), new Tally()));
  }

  /** What one field has shown so far. */
  private static final class Tally {
    long compared;
    long equal;
    long asRun;
    final Map<Difference, Long> differences = new LinkedHashMap<>();
    final Diagnoses diagnoses = new Diagnoses();
  }

  /** An expected and a found value, as text. */
  record Difference(String expected, String found) {}

  /**
   * Adds one record nobody has touched since the load.
   *
   * @param s0 the source record at cutover
   * @param t0 the target record as loaded
   */
  public void add(ObjectNode s0, ObjectNode t0, References refs) {
    ObjectNode ran = mapping.asRun() == mapping.owners() ? null : mapping.getAsRun(s0, refs);
    for (Owner owner : mapping.owners()) {
      Field field = owner.active(t0, s0);
      JsonNode expected = owner.get(s0, refs);
      JsonNode found = owner.to().read(t0);
      Tally tally = tally(owner);
      tally.compared++;
      if (field.same(expected, found)) {
        tally.equal++;
        continue;
      }
      if (ran != null && field.same(owner.to().read(ran), found)) {
        tally.asRun++;
      }
      Difference difference = new Difference(text(expected), text(found));
      if (tally.differences.size() < MOST_KINDS || tally.differences.containsKey(difference)) {
        tally.differences.merge(difference, 1L, Long::sum);
      }
      tally.diagnoses.add(difference);
    }
  }

  private Tally tally(Owner owner) {
    return tallies.computeIfAbsent(owner.to().text(), path -> new Tally());
  }

  private static String text(JsonNode value) {
    return Same.blank(value) ? "" : value.isValueNode() ? value.asText() : value.toString();
  }

  /** The comparison so far. */
  public Report report() {
    List<Report.Line> lines = new ArrayList<>();
    for (Owner owner : mapping.owners()) {
      Tally tally = tally(owner);
      lines.add(
          new Report.Line(
              owner.to().text(),
              tally.compared,
              tally.equal,
              tally.asRun,
              commonest(tally.differences),
              tally.diagnoses.diagnosis(tally.differences),
              owner.fields().get(0).line()));
    }
    return new Report(List.copyOf(lines));
  }

  /**
   * The commonest differences; a value seen in one record only is not shown, it may be personal.
   */
  private static List<Report.Kind> commonest(Map<Difference, Long> differences) {
    return differences.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .sorted(Map.Entry.<Difference, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(5)
        .map(e -> new Report.Kind(e.getKey().expected(), e.getKey().found(), e.getValue()))
        .toList();
  }
}
