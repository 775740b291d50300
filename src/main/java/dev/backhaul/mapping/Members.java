package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Merges what holds several values, member by member. */
final class Members {
  private Members() {}

  /**
   * Applies the additions and removals from {@code last} to {@code put} on {@code now}. What the
   * source added by itself is never removed.
   */
  static JsonNode merge(Texts form, JsonNode last, JsonNode put, JsonNode now, boolean unionOnly) {
    if (Same.leaves(last, now) && !unionOnly) {
      return put;
    }
    List<JsonNode> before = form.read(last);
    List<JsonNode> after = form.read(put);
    List<JsonNode> out = new ArrayList<>(form.read(now));
    if (!unionOnly) {
      for (JsonNode member : before) {
        if (!holds(after, member)) {
          out.removeIf(other -> Same.leaves(other, member));
        }
      }
    }
    for (JsonNode member : after) {
      if (!holds(before, member) && !holds(out, member)) {
        out.add(member);
      }
    }
    if (out.equals(form.read(now))) {
      return now;
    }
    return out.isEmpty() ? Same.ABSENT : form.write(out);
  }

  private static boolean holds(List<JsonNode> members, JsonNode member) {
    return members.stream().anyMatch(other -> Same.leaves(other, member));
  }
}
