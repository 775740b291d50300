package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What stands in for deleting a record that we made, on platforms where a delete is for ever. */
@FunctionalInterface
public interface Compensation {
  /** Every record that we made may be deleted. */
  Compensation DELETE = object -> null;

  /**
   * The fields to set, by path.
   *
   * @return null where the record may be deleted
   */
  @Nullable ObjectNode fields(String object);
}
