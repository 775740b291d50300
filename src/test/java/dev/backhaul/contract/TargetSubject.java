package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A platform as the failed target: people's work there, at chosen instants. Records have one field
 * of free text, by which the contract tells their states apart.
 */
abstract class TargetSubject implements Subject {
  /** What people may do to a record besides editing it. */
  enum Deed {
    DELETE,
    MERGE
  }

  @Override
  public final Role role() {
    return Role.TARGET;
  }

  /**
   * How many records share one instant in the clause on that: 25,000, or less where another object
   * of the platform is read by the same kind of request and is examined with all of them.
   */
  int crowd() {
    return 25_000;
  }

  /** The object under examination, as the manifest names it. */
  abstract String object();

  /**
   * Makes a record.
   *
   * @param i its number: the join key, if the record has one, is {@code old-<i>}
   * @return its id
   */
  abstract String make(int i, String value, Instant at);

  /** A person changes the text. */
  abstract void edit(String id, String value, Instant at);

  /** The text of a record as the account gives it. */
  abstract String value(ObjectNode fields);

  /** A person deletes a record. Only called where {@link #blind} is null. */
  abstract void delete(String id, Instant at);

  /** A person merges two records. Only called where {@link #blind} is null. */
  abstract void merge(String survivor, String loser, Instant at);

  /**
   * Null where a deed can be seen in the changes; else a pattern for the sentence by which the
   * manifest says that it cannot.
   */
  @Nullable String blind(Deed deed) {
    return null;
  }
}
