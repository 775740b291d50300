package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.FieldEvidence;
import dev.backhaul.delta.RecordEvidence;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.WriterClass;
import dev.backhaul.mapping.T0;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * T0 of one record, field by field: from its history first, else from the as-run mapping.
 *
 * @param t0 by target path
 * @param open fields that only a person can decide because of who wrote them
 */
record Loaded(Map<String, T0> t0, Map<String, FieldEvidence> open) {

  /**
   * @param asRun the record as the migration's own rules would have loaded it; null if S0 is
   *     unknown
   * @param keepsHistory whether the target keeps the history of a path
   */
  static Loaded of(
      Iterable<String> paths,
      RecordEvidence evidence,
      @Nullable ObjectNode asRun,
      Predicate<String> keepsHistory) {
    Map<String, T0> t0 = new LinkedHashMap<>();
    Map<String, FieldEvidence> open = new LinkedHashMap<>();
    for (String path : paths) {
      FieldEvidence field = evidence.field(path);
      if (field == null) {
        t0.put(path, withoutEvidence(path, asRun, keepsHistory));
        continue;
      }
      switch (field.state()) {
        case UNEDITED -> t0.put(path, new T0.SameAsNow());
        case EDITED -> t0.put(path, new T0.Known(field.loaded()));
        case UNKNOWN_WRITER, OVERWRITTEN -> {
          t0.put(path, new T0.SameAsNow());
          boolean rewritten = field.overwritten() == null && field.value().equals(field.loaded());
          if (!rewritten) {
            open.put(path, field);
          }
        }
      }
    }
    return new Loaded(t0, open);
  }

  /**
   * T0 of a record that this rollback created in the source: nothing was ever loaded, so that what
   * the created record means in the target stands in its place, and later edits differ from that.
   *
   * @param now the record in the target
   * @param home the created record, mapped forward
   */
  static Loaded created(
      Iterable<String> paths,
      RecordEvidence evidence,
      ObjectNode now,
      ObjectNode home,
      Predicate<String> keepsHistory) {
    Map<String, T0> t0 = new LinkedHashMap<>();
    Map<String, FieldEvidence> open = new LinkedHashMap<>();
    for (String path : paths) {
      FieldEvidence field = evidence.field(path);
      JsonNode there = Dotted.at(home, path);
      if (field == null) {
        // A field nobody filled in the target may hold the source's own default: not an edit.
        boolean empty = Dotted.at(now, path).isMissingNode() || Dotted.at(now, path).isNull();
        t0.put(path, keepsHistory.test(path) || empty ? new T0.SameAsNow() : new T0.Known(there));
        continue;
      }
      switch (field.state()) {
        case UNEDITED -> t0.put(path, new T0.SameAsNow());
        case EDITED -> t0.put(path, new T0.Known(there));
        case UNKNOWN_WRITER, OVERWRITTEN -> {
          t0.put(path, new T0.SameAsNow());
          open.put(
              path,
              new FieldEvidence(
                  field.state(),
                  there,
                  field.value(),
                  field.overwritten(),
                  field.writer(),
                  field.at()));
        }
      }
    }
    return new Loaded(t0, open);
  }

  /**
   * The same where the target keeps no history of the object at all. What differs from T0 was
   * written by whom nobody can say, so that a rule on such writers decides, or a person.
   *
   * @param writer the class that the migration's rules give to writers of this object
   * @param now the record in the target
   */
  Loaded unrecorded(WriterClass writer, ObjectNode now) {
    if (writer.comesHome()) {
      return this;
    }
    Map<String, T0> sure = new LinkedHashMap<>(t0);
    Map<String, FieldEvidence> asked = new LinkedHashMap<>(open);
    t0.forEach(
        (path, loaded) -> {
          JsonNode there = Dotted.at(now, path);
          if (!(loaded instanceof T0.Known known) || known.value().equals(there)) {
            return;
          }
          sure.put(path, new T0.SameAsNow());
          if (writer == WriterClass.UNKNOWN) {
            asked.put(
                path,
                new FieldEvidence(
                    FieldEvidence.State.UNKNOWN_WRITER, known.value(), there, null, writer, null));
          }
        });
    return new Loaded(sure, asked);
  }

  private static T0 withoutEvidence(
      String path, @Nullable ObjectNode asRun, Predicate<String> keepsHistory) {
    if (keepsHistory.test(path)) {
      return new T0.SameAsNow();
    }
    if (asRun == null) {
      return new T0.Unknown(
          "the target keeps no history of it and the source record at cutover is unknown");
    }
    return new T0.Known(Dotted.at(asRun, path));
  }

  /** The record as it was loaded, as far as its history tells: for fidelity. */
  static ObjectNode record(StagedRecord now, RecordEvidence evidence) {
    ObjectNode out = now.fields().deepCopy();
    evidence
        .fields()
        .forEach(
            (path, field) -> {
              JsonNode loaded = field.loaded();
              if (field.state() != FieldEvidence.State.UNEDITED && !path.startsWith("/")) {
                Dotted.set(out, path, loaded.isMissingNode() ? out.nullNode() : loaded);
              }
            });
    return out;
  }
}
