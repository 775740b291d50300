package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Attachment;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The questions that applying asks. */
final class Asked {
  /** Starts the error of an entry that waits for an answer. */
  static final String MARK = "asked: ";

  static final String REJECTED = "REJECTED";
  static final String UNDO_REJECTED = "UNDO_REJECTED";
  static final String MAYBE_WRITTEN = "MAYBE_WRITTEN";
  static final String READ_BACK_DIFFERS = "READ_BACK_DIFFERS";
  static final String NOT_TAKEN = "NOT_TAKEN";
  static final String ALREADY_THERE = "ALREADY_THERE";
  static final String ATTACHMENT_MISSING = "ATTACHMENT_MISSING";
  static final String OVERWRITTEN = "OVERWRITTEN";
  static final String KEY_TAKEN = "KEY_TAKEN";

  /** Write it all the same. */
  static final String AS_IS = "as-is";

  /** What was written stands. */
  static final String KEEP = "keep";

  /** It may go home without this file. */
  static final String WITHOUT = "without";

  /** It is there as it should be: believe it. */
  static final String WRITTEN = "written";

  /** Send it again. */
  static final String AGAIN = "again";

  /** Let it be. */
  static final String LEAVE = "leave";

  private Asked() {}

  /**
   * The platform refused the content; grouped by root cause. Refused once more in spite of answers,
   * it is a cause of its own: they hold for it no longer.
   *
   * @param corrected the answers that earlier refusals of the same decision got
   */
  static Question rejected(Entry entry, Failure failure, List<String> corrected) {
    Refusal refusal = Refusal.of(entry, failure);
    String target = Wanted.target(entry);
    return refused(
        String.valueOf(entry.intent().decision()),
        REJECTED,
        entry.object(),
        target == null ? entry.object() : target.substring(0, target.indexOf(':')),
        refusal.field(),
        entry.op() + " " + refusal.cause(),
        corrected,
        refusal.describe(detail(entry)),
        refusal.choices());
  }

  /** The platform refused to take a value back; grouped by root cause. */
  static Question undoRejected(Entry entry, Failure failure) {
    Refusal refusal = Refusal.of(entry, failure);
    return question(
        entry,
        UNDO_REJECTED,
        refusal.field(),
        Json.sha256(refusal.cause()).substring(0, 8),
        refusal.describe(detail(entry)),
        List.of(LEAVE));
  }

  private static Question refused(
      String decision,
      String code,
      String object,
      String targetObject,
      @Nullable String field,
      String cause,
      List<String> corrected,
      ObjectNode detail,
      List<Question.Choice> choices) {
    String group =
        code.toLowerCase(java.util.Locale.ROOT).replace('_', '-')
            + "-"
            + Json.sha256(object + "|" + cause + "|" + corrected).substring(0, 8);
    detail.put("corrected", corrected.size());
    return new Question(
        Json.sha256(decision + "|" + group).substring(0, 16),
        decision,
        group,
        code,
        targetObject,
        field,
        detail,
        choices,
        true);
  }

  /** Nobody can tell what became of a write. */
  static Question unclear(Entry entry, String code, String what) {
    return question(entry, code, null, what, detail(entry).put("seen", what), choices(code));
  }

  /** What a waiting entry's error says, so that its question can be made again. */
  static String mark(String code, String what) {
    return MARK + code + ": " + what;
  }

  /** The question an entry waits for, made again from its error; null if it waits for none. */
  static @Nullable Question open(Entry entry) {
    String error = entry.trace().error();
    if (error == null || !error.startsWith(MARK)) {
      return null;
    }
    int colon = error.indexOf(": ", MARK.length());
    return unclear(entry, error.substring(MARK.length(), colon), error.substring(colon + 2));
  }

  /** A record to create is there already, with other values. */
  static Question alreadyThere(Decision decision, int found, List<String> corrected) {
    ObjectNode detail =
        Json.object()
            .put("cause", "a record with this join key is there already, with other values")
            .put("object", decision.object())
            .put("op", decision.kind().name())
            .put("joinKey", decision.joinKey())
            .put("found", found);
    return refused(
        decision.id(),
        ALREADY_THERE,
        decision.object(),
        decision.targetObject(),
        null,
        ALREADY_THERE,
        corrected,
        detail,
        List.of(choice(AGAIN), choice(LEAVE)));
  }

  /**
   * Another writer's value was replaced by ours between our last look and our write. It stands in
   * the journal, and undo brings it back.
   */
  static Question overwritten(Entry entry, ObjectNode lost) {
    ObjectNode detail =
        detail(entry)
            .put("cause", "somebody wrote to the record between our last look and our write")
            .put("next", "keep what was written, or undo this record: their value comes back");
    ArrayNode fields = detail.putArray("fields");
    lost.fieldNames().forEachRemaining(fields::add);
    return question(
        entry,
        OVERWRITTEN,
        lost.fieldNames().next(),
        "by another writer",
        detail,
        List.of(KEEP, "undo-by-hand"));
  }

  /** Another record holds a key that no two records may share. */
  static Question keyTaken(Decision decision, String key, String path, List<String> holders) {
    ObjectNode detail =
        Json.object()
            .put("cause", "another record holds this " + key + " already")
            .put("record", decision.targetObject() + ":" + decision.targetId())
            .put("next", "merge or mend the two by hand, or write it all the same");
    holders.forEach(detail.putArray("holders")::add);
    return new Question(
        decision.id() + " " + KEY_TAKEN + " " + key,
        decision.id(),
        KEY_TAKEN + " " + decision.object() + " " + key + " " + decision.kind(),
        KEY_TAKEN,
        decision.targetObject(),
        path,
        detail,
        List.of(choice(AS_IS), choice(LEAVE)),
        true);
  }

  /** A file cannot be brought home; grouped by why. */
  static Question attachmentMissing(Decision decision, Attachment attachment, Failure failure) {
    ObjectNode detail =
        Json.object()
            .put("cause", "a file cannot be brought home: " + failure.reason())
            .put("file", attachment.file())
            .put("record", decision.targetObject() + ":" + decision.targetId())
            .put("next", "mend its access and plan again, or let the record go home without it");
    return new Question(
        decision.id() + " " + ATTACHMENT_MISSING + " " + attachment.file(),
        decision.id(),
        ATTACHMENT_MISSING + " " + attachment.object() + " " + failure.getClass().getSimpleName(),
        ATTACHMENT_MISSING,
        attachment.object(),
        null,
        detail,
        List.of(choice(WITHOUT), choice(LEAVE)),
        true);
  }

  private static List<String> choices(String code) {
    return NOT_TAKEN.equals(code) ? List.of(AGAIN, LEAVE) : List.of(WRITTEN, AGAIN, LEAVE);
  }

  private static Question question(
      Entry entry,
      String code,
      @Nullable String field,
      String cause,
      ObjectNode detail,
      List<String> choices) {
    String decision = entry.intent().decision();
    String target = Wanted.target(entry);
    return new Question(
        entry.id() + " " + code,
        decision == null ? entry.id() : decision,
        code + " " + entry.object() + " " + entry.op() + " " + cause,
        code,
        target == null ? entry.object() : target.substring(0, target.indexOf(':')),
        field,
        detail,
        choices.stream().map(Asked::choice).toList(),
        true);
  }

  private static ObjectNode detail(Entry entry) {
    return Json.object()
        .put("entry", entry.id())
        .put("object", entry.object())
        .put("op", entry.op().name())
        .put("record", entry.intent().recordId())
        .put("joinKey", entry.intent().joinKey())
        .put("attempt", entry.intent().attempt());
  }

  static Question.Choice choice(String name) {
    return new Question.Choice(name, Json.object().put("do", name));
  }
}
