package dev.backhaul.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the judge found.
 *
 * @param findings empty when the rollback was perfect
 */
public record Verdict(List<Finding> findings) {
  /** True if nothing is wrong. */
  public boolean perfect() {
    return findings.isEmpty();
  }

  /** How many findings each law has. */
  public Map<String, Long> byLaw() {
    Map<String, Long> out = new TreeMap<>();
    findings.forEach(finding -> out.merge(finding.law(), 1L, Long::sum));
    return out;
  }
}
