package dev.backhaul.mapping;

/** Why a person must decide about a field or a record. */
public enum Code {
  /** The target's value has a type the source field cannot hold. */
  TYPE_MISMATCH,
  /** Somebody changed a value that the mapping always writes as a constant. */
  CONSTANT_EDITED,
  /** The default was chosen in the target: blank in the source, or really that value? */
  DEFAULT_OR_REAL,
  /** The target value stands in no table of the mapping. */
  UNMAPPED_TARGET_VALUE,
  /** Several source values became this one target value. */
  AMBIGUOUS_COLLAPSED_VALUE,
  /** The value that stands for all unmapped source values was chosen in the target. */
  MAP_DEFAULT_EDITED,
  /** Neither true nor false. */
  NOT_BOOLEAN,
  /** Not a decimal number. */
  NOT_A_NUMBER,
  /** Not a date in the declared format. */
  BAD_DATE,
  /** The local time does not exist on the new day. */
  DST_GAP,
  /** The local time exists twice on the new day. */
  DST_OVERLAP,
  /** The target holds only the day, and no original gives the time of day. */
  TIME_UNKNOWN,
  /** The text had been cut on its way in, and was then edited. */
  TRUNCATED_THEN_EDITED,
  /** The text can be cut into its parts in more than one way. */
  AMBIGUOUS_SPLIT,
  /** No cut of the text fits the declared parts. */
  NO_SPLIT,
  /** An element holds the separator, or its borders cannot be told. */
  SEPARATOR_IN_VALUE,
  /** The source holds two entries under one key. */
  DUPLICATE_KEY,
  /** A child record disappeared in the target. */
  UNMATCHED_CHILD,
  /** The id stands in no table and no id map. */
  UNKNOWN_ID,
  /** Several source people share this owner. */
  SHARED_OWNER,
  /** The referenced record was deleted. */
  REF_DELETED,
  /** Text was edited whose formatting the target does not hold. */
  FORMATTING_LOST,
  /** A value that follows from another field was edited by itself. */
  DERIVED_EDITED,
  /** The edit moves the record into, or out of, a conditional block. */
  BRANCH_CHANGED,
  /** No source value gives this target value. */
  VIEW_NOT_REPRESENTABLE,
  /** Source and target both changed. */
  CONFLICT,
  /** Nobody knows what value the migration loaded. */
  LOADED_UNKNOWN,
  /** The platform stored something else than the mapping says, and the edit stands on that. */
  LOADED_DIFFERS,
  /** Nobody knows the source record as it was at cutover. */
  ORIGINAL_UNKNOWN,
  /** The source needs this field and nothing fills it. */
  REQUIRED_MISSING,
  /** Target data without a place in the source. */
  NO_HOME,
  /** The record was deleted on one side. */
  RECORD_DELETED,
  /** The record was merged into another. */
  RECORD_MERGED,
  /** The record exists twice. */
  RECORD_DUPLICATE
}
