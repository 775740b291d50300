package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conditional block. Blocks that own a common target path are branches of one choice: the first
 * whose condition holds is taken.
 *
 * @param targetWhen how to recognise the block in the target; null if the file does not say
 * @param before earlier branches of the same choice
 */
record Block(Condition when, @Nullable Condition targetWhen, List<Block> before) {

  /** True if a source record takes this branch. */
  boolean holds(JsonNode source) {
    return when.holds(source) && before.stream().noneMatch(block -> block.when().holds(source));
  }

  /**
   * True if a target record speaks in this branch; without a mark, the original's branch decides.
   */
  boolean open(JsonNode target, JsonNode original) {
    Condition mark = targetWhen;
    return mark == null ? holds(original) : mark.holds(target);
  }

  /** True if both are branches of one choice, so that they never apply together. */
  boolean excludes(Block other) {
    return before.contains(other) || other.before().contains(this);
  }
}
