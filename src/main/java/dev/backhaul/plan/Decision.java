package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the plan says about one record of the source.
 *
 * @param id stable over re-planning: made from the target object and id (and child)
 * @param object the source object ({@code ticket})
 * @param kind what to do
 * @param state whether it may be applied
 * @param targetObject the target object it comes from
 * @param targetId the target record's native id
 * @param sourceId the source record's native id; null for a create
 * @param joinKey the immutable external id; for a create the one the new record gets
 * @param parent symbolic reference to the parent for an append ({@code ticket:<target id>}), else
 *     null
 * @param set path to value; a value {@code {"$ref": "contact:123"}} is the source id of that target
 *     record, bound at send
 * @param clear paths to empty
 * @param children for a create: child records that travel with it, oldest first
 * @param at when it happened in the target, for creates and appends
 * @param needs target records ({@code contact:123}) whose source id must exist first
 * @param targetVersion T1's version
 * @param sourceVersion S1's version; null for a create
 * @param undo what undo can promise
 * @param fingerprint SHA-256 over all of the above that an approval covers
 * @param wave 1, 2, 3... ; 0 while not assigned
 */
public record Decision(
    String id,
    String object,
    Kind kind,
    State state,
    String targetObject,
    String targetId,
    @Nullable String sourceId,
    @Nullable String joinKey,
    @Nullable String parent,
    ObjectNode set,
    List<String> clear,
    List<ObjectNode> children,
    @Nullable Instant at,
    List<String> needs,
    String targetVersion,
    @Nullable String sourceVersion,
    UndoClass undo,
    String fingerprint,
    int wave) {

  /** The same decision with its values made ready to be sent. */
  public Decision with(ObjectNode newSet, List<ObjectNode> newChildren) {
    return new Decision(
        id,
        object,
        kind,
        state,
        targetObject,
        targetId,
        sourceId,
        joinKey,
        parent,
        newSet,
        clear,
        newChildren,
        at,
        needs,
        targetVersion,
        sourceVersion,
        undo,
        fingerprint,
        wave);
  }

  /** What to do with the record. */
  public enum Kind {
    CREATE,
    UPDATE,
    APPEND,
    DELETE,
    NONE
  }

  /** Whether it may be applied, and what became of it. */
  public enum State {
    /** Decided; waits for approval and its wave. */
    READY,
    /** A question holds the whole record back. */
    HELD,
    /** Verified in the source. */
    APPLIED,
    /**
     * The record moved since planning, or lacks a file to come with it; the next plan decides
     * again.
     */
    STALE,
    /** The source refused it; a question says why. */
    REFUSED,
    /** Written, put back by undo. */
    UNDONE
  }

  /** What undo can promise. */
  public enum UndoClass {
    /** Back to the very state before. */
    EXACT,
    /** The values come back; traces (history, timestamps) stay. */
    VALUE_ONLY,
    /** Archived, suspended or tagged instead of removed. */
    COMPENSATED,
    /** Cannot be undone; needs its own consent. */
    NONE
  }

  /** Never prints values: they hold personal data. */
  @Override
  public String toString() {
    return "Decision[" + id + " " + kind + " " + state + "]";
  }
}
