package dev.backhaul.plan;

import dev.backhaul.delta.FieldEvidence;
import dev.backhaul.delta.RecordEvidence;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.WriterClass;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which staged records carry a join key that cannot be trusted, and which objects have too many of
 * them. Counted before anything is decided.
 *
 * <p>An object is refused as a whole when its bad keys are more than {@code joinKey.maxBad} of its
 * records in the target, and are too many to be single accidents: {@value #FEW} or more, or more
 * than a tenth. Fewer prove no systematic damage, and each of them is held by its own question
 * anyway.
 */
final class JoinKeys {
  /** Fewer bad keys than this say nothing about the object, unless it is tiny. */
  static final int FEW = 10;

  private static final double A_TENTH = 0.1;
  private final Instant cutover;
  private final double maxBad;
  private final Map<String, Fault> faults = new HashMap<>();
  private final Map<String, String> unsound = new HashMap<>();

  /**
   * @param maxBad share of an object's records, 0 to 1
   */
  JoinKeys(Instant cutover, double maxBad) {
    this.cutover = cutover;
    this.maxBad = maxBad;
  }

  /** What is wrong with a join key; its name is the question's code. */
  enum Fault {
    JOIN_KEY_MISSING("the migration loaded this record, but it carries no join key"),
    JOIN_KEY_DUPLICATED("more than one record in the target carries this join key"),
    JOIN_KEY_EDITED("the join key was changed after the load");

    private final String cause;

    Fault(String cause) {
      this.cause = cause;
    }

    String cause() {
      return cause;
    }
  }

  /**
   * Looks at one page of an object's live records.
   *
   * @param vouched target ids whose pair is known without the join key
   * @param duplicated join keys that more than one live record carries
   */
  void inspect(
      Flow flow,
      List<StagedRecord> page,
      Map<String, RecordEvidence> evidence,
      Set<String> vouched,
      Set<String> duplicated) {
    for (StagedRecord record : page) {
      if (!vouched.contains(record.id())) {
        RecordEvidence known = evidence.getOrDefault(record.id(), RecordEvidence.NONE);
        judge(flow, record, known, duplicated)
            .ifPresent(fault -> faults.put(record.symbol(), fault));
      }
    }
  }

  private Optional<Fault> judge(
      Flow flow, StagedRecord record, RecordEvidence evidence, Set<String> duplicated) {
    FieldEvidence key = evidence.field(flow.mapping().identityTarget());
    Instant created = record.createdAt();
    if (record.joinKey() == null) {
      boolean loaded =
          evidence.creator() == WriterClass.MIGRATION
              && created != null
              && created.isBefore(cutover);
      return loaded ? Optional.of(Fault.JOIN_KEY_MISSING) : Optional.empty();
    }
    if (duplicated.contains(record.joinKey())) {
      return Optional.of(Fault.JOIN_KEY_DUPLICATED);
    }
    return key != null && key.state() != FieldEvidence.State.UNEDITED
        ? Optional.of(Fault.JOIN_KEY_EDITED)
        : Optional.empty();
  }

  /**
   * Closes the count of one object.
   *
   * @param staged how many of its staged records were loaded by the migration
   * @param inTarget asks how many records of it the target holds; asked only if it matters
   */
  void close(String object, long staged, LongSupplier inTarget) {
    String prefix = object + ":";
    long bad = faults.keySet().stream().filter(symbol -> symbol.startsWith(prefix)).count();
    if (tooMany(bad, staged)) {
      long all = Math.max(staged, inTarget.getAsLong());
      if (tooMany(bad, all)) {
        unsound.put(object, bad + " of " + all);
      }
    }
  }

  private boolean tooMany(long bad, long all) {
    return bad > maxBad * all && (bad >= FEW || bad > A_TENTH * all);
  }

  /** What is wrong with a record's join key; empty if nothing is. */
  Optional<Fault> fault(StagedRecord record) {
    return Optional.ofNullable(faults.get(record.symbol()));
  }

  /** Symbols of all records whose join key cannot be trusted. */
  Set<String> bad() {
    return new HashSet<>(faults.keySet());
  }

  /** True if no record of this object may be written. */
  boolean unsound(String object) {
    return unsound.containsKey(object);
  }

  /** Holds a record because its object is refused. */
  Verdict refuse(Draft draft) {
    draft.ask(
        "JOIN_KEYS_UNSOUND",
        null,
        "",
        Json.object()
            .put("cause", "too many join keys of the whole object are missing, doubled or edited")
            .put("found", String.join(", ", unsound.values()))
            .put(
                "next", "repair the keys in the target, or raise joinKey.maxBad in migration.yaml"),
        List.of(Draft.verb("skip", "nothing")),
        true);
    return draft.nothingToDo(null);
  }
}
