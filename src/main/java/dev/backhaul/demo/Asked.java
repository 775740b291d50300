package dev.backhaul.demo;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A question that a person has to answer, as far as the oracle compares it.
 *
 * @param object the target object
 * @param targetId the target record
 * @param field the target path; null if the question is about the whole record
 * @param code why it is asked
 */
public record Asked(String object, String targetId, @Nullable String field, String code)
    implements Comparable<Asked> {
  private static final Comparator<Asked> ORDER =
      Comparator.comparing(Asked::object)
          .thenComparing(Asked::targetId)
          .thenComparing(asked -> String.valueOf(asked.field()))
          .thenComparing(Asked::code);

  @Override
  public int compareTo(Asked other) {
    return ORDER.compare(this, other);
  }

  /** For findings: ids and names only. */
  @Override
  public String toString() {
    return code + " on " + object + " " + targetId + (field == null ? "" : " " + field);
  }
}
