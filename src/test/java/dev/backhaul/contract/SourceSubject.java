package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.Kind;
import dev.backhaul.platform.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A platform as the source that gets its people's work back. Records have one field of free text,
 * by which the contract tells their states apart; some have children that can only be appended.
 */
abstract class SourceSubject implements Subject {
  @Override
  public final Role role() {
    return Role.SOURCE;
  }

  /** The object that is updated and created, as the manifest names it. */
  abstract String object();

  /** Puts a record there, with the join key {@code old-<i>}; its id. */
  abstract String seed(int i, String value);

  /** An id that no record has. */
  abstract String absent();

  /** Somebody there changes the record, but not its text. */
  abstract void touch(String id);

  /** An update that puts this text. */
  abstract ObjectNode set(String value);

  /** An update that the platform refuses for its content. */
  abstract ObjectNode refused();

  /** A whole new record with this text, as a create sends it. */
  abstract ObjectNode fresh(int i, String value);

  /** The text of a record as the account gives it. */
  abstract String value(ObjectNode fields);

  /** The truth: the text of the record with this id. */
  abstract String held(String id);

  /** The truth: the ids of all records that carry this join key. */
  abstract List<String> carrying(String joinKey);

  /** Whether records have children. */
  boolean talks() {
    return true;
  }

  /** The object of the children that are appended to records, as the manifest names it. */
  abstract String child();

  /** A child with this text, as an append sends it. */
  abstract ObjectNode append(String text);

  /** The text of a child as the account gives it. */
  abstract String childValue(ObjectNode fields);

  /**
   * The truth: the texts of a record's children, oldest first, without those it was seeded with.
   */
  abstract List<String> children(String id);

  /** The request that carries a kind of write: method and path pattern. */
  abstract List<String> call(Kind kind);

  /** Puts there everything that would notify somebody or fire, switched on. */
  abstract void noise();

  /** The truth: how many rules of those are on. */
  abstract int rulesOn();

  /** Puts one more rule there that fires at any change, as somebody might just then; its id. */
  abstract String newRule();

  /**
   * Null where a write can be made to fail if the record moved since it was read; else a pattern
   * for the sentence by which the manifest says that it cannot.
   */
  @Nullable String unconditional() {
    return null;
  }

  /**
   * Null where a request that the network itself delivers twice makes one record; else a pattern
   * for the sentence by which the manifest says that it makes two.
   */
  @Nullable String doubles() {
    return null;
  }

  /**
   * Null where a create that the network itself delivers twice is settled; else a pattern for the
   * sentence by which the manifest says that it is made once and told as refused.
   */
  @Nullable String toldAsRefused() {
    return null;
  }
}
