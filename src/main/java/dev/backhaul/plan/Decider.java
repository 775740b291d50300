package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.FieldEvidence;
import dev.backhaul.delta.Original;
import dev.backhaul.delta.RecordEvidence;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.mapping.Inversion;
import dev.backhaul.mapping.References;
import dev.backhaul.mapping.T0;
import dev.backhaul.mapping.Versions;
import dev.backhaul.platform.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides one record: what to write home, and what only a person can say. Depends on its inputs
 * only, so that planning twice decides the same.
 */
final class Decider {
  private static final JsonNode NOTHING = Json.object().put("do", "nothing");
  private final Manifest source;
  private final Manifest target;
  private final Instant cutover;
  private final Draft.Rules rules;
  private final JoinKeys joinKeys;
  private final References references;

  Decider(
      Manifest source,
      Manifest target,
      Instant cutover,
      Draft.Rules rules,
      JoinKeys joinKeys,
      References references) {
    this.source = source;
    this.target = target;
    this.cutover = cutover;
    this.rules = rules;
    this.joinKeys = joinKeys;
    this.references = references;
  }

  /** Decides a root record. */
  Verdict root(Flow flow, StagedRecord record, Inputs in, Families families) {
    Draft draft = new Draft(flow, record, rules);
    if (joinKeys.unsound(flow.targetObject())) {
      return joinKeys.refuse(draft);
    }
    String sourceId = in.known().getOrDefault(record.id(), record.joinKey());
    return switch (record.kind()) {
      case DELETED -> gone(flow, draft, record, sourceId, "RECORD_DELETED", in);
      case MERGED -> gone(flow, draft, record, sourceId, "RECORD_MERGED", in);
      case CHANGED -> {
        RecordEvidence evidence = in.evidence().getOrDefault(record.id(), RecordEvidence.NONE);
        Optional<Verdict> bad = badJoinKey(draft, record);
        if (bad.isPresent()) {
          yield bad.get();
        }
        yield sourceId == null
            ? born(flow, draft, record, evidence, in, families)
            : existing(flow, draft, record, evidence, sourceId, in);
      }
    };
  }

  private Verdict gone(
      Flow flow,
      Draft draft,
      StagedRecord record,
      @Nullable String sourceId,
      String code,
      Inputs in) {
    boolean born = !bornBeforeCutover(record) && record.createdAt() != null;
    if (sourceId == null && (born || code.equals("RECORD_DELETED"))) {
      return draft.nothingToDo(null);
    }
    if (!flow.child() && sourceId != null && !in.originals().containsKey(sourceId)) {
      return draft.nothingToDo(sourceId);
    }
    boolean canDelete =
        sourceId != null
            && code.equals("RECORD_DELETED")
            && source.object(flow.sourceObject()).write().containsKey(Kind.DELETE);
    List<Question.Choice> choices =
        canDelete
            ? List.of(Draft.verb("keep", "nothing"), Draft.verb("delete", "delete"))
            : List.of(Draft.verb("keep", "nothing"));
    ObjectNode detail =
        Json.object()
            .put(
                "cause",
                code.equals("RECORD_MERGED")
                    ? "merged into another record in the target; a merge cannot be undone"
                    : "deleted in the target; the source still has it");
    JsonNode effect = draft.ask(code, null, "", detail, choices, true);
    if (effect != null && effect.path("do").asText().equals("delete")) {
      Original original = in.originals().get(sourceId);
      ObjectNode before = original == null ? Json.object() : original.s1();
      if (!Hazards.ask(source, flow.sourceObject(), flow, draft, Kind.DELETE, before)) {
        return draft.nothingToDo(sourceId);
      }
      return draft.done(
          Decision.Kind.DELETE,
          sourceId,
          record.joinKey(),
          null,
          original == null ? null : original.version(),
          null,
          undo(flow, Kind.DELETE));
    }
    return draft.nothingToDo(sourceId);
  }

  private Optional<Verdict> badJoinKey(Draft draft, StagedRecord record) {
    return joinKeys
        .fault(record)
        .map(
            fault -> {
              draft.ask(
                  fault.name(),
                  null,
                  "",
                  Json.object()
                      .put("cause", fault.cause())
                      .put("next", "repair the key in the target, or skip the record"),
                  List.of(Draft.verb("skip", "nothing")),
                  true);
              return draft.nothingToDo(null);
            });
  }

  private boolean bornBeforeCutover(StagedRecord record) {
    Instant created = record.createdAt();
    return created != null && created.isBefore(cutover);
  }

  private Verdict existing(
      Flow flow,
      Draft draft,
      StagedRecord record,
      RecordEvidence evidence,
      String sourceId,
      Inputs in) {
    Original original = in.originals().get(sourceId);
    if (original == null) {
      draft.ask(
          "SOURCE_MISSING",
          null,
          "",
          Json.object()
              .put("cause", "the source no longer has the record this one was loaded from"),
          List.of(Draft.verb("skip", "nothing")),
          true);
      return draft.nothingToDo(sourceId);
    }
    ObjectNode s0 = original.s0();
    ObjectNode asRun = s0 == null ? null : flow.mapping().getAsRun(s0, references);
    Loaded loaded = loaded(flow, record, evidence, original, asRun);
    Inputs.Written written = in.written().getOrDefault(sourceId, Inputs.Written.NOTHING);
    Versions versions =
        new Versions(
            record.fields(), loaded.t0(), s0, original.s1(), written.leaves(), written.taken());
    Inversion inversion = flow.mapping().invert(versions, references);
    draft.take(inversion.set(), inversion.clear());
    draft.need(inversion.needs());
    inversion.flags().forEach(flag -> FlagQuestions.ask(draft, flag, false));
    loaded.open().forEach((path, field) -> askWriter(flow, draft, path, field, versions));
    draft.correct();
    draft.dropNoOps(original.s1());
    Hazards.ask(source, flow.sourceObject(), flow, draft, Kind.UPDATE, original.s1());
    return draft.nothing()
        ? draft.nothingToDo(sourceId)
        : draft.done(
            Decision.Kind.UPDATE,
            sourceId,
            record.joinKey(),
            null,
            original.version(),
            null,
            undo(flow, Kind.UPDATE));
  }

  private Loaded loaded(
      Flow flow,
      StagedRecord record,
      RecordEvidence evidence,
      Original original,
      @Nullable ObjectNode asRun) {
    ObjectType type = target.object(flow.targetObject());
    Predicate<String> keepsHistory = path -> type.history(path) != ObjectType.Kept.NONE;
    List<String> paths = flow.mapping().targetPaths();
    ObjectNode s0 = original.s0();
    Loaded loaded =
        original.created() && s0 != null
            ? Loaded.created(
                paths, evidence, record.fields(), flow.mapping().get(s0, references), keepsHistory)
            : Loaded.of(paths, evidence, asRun, keepsHistory);
    return type.historyOf() == null
        ? loaded.unrecorded(evidence.editor(), record.fields())
        : loaded;
  }

  private void askWriter(
      Flow flow, Draft draft, String path, FieldEvidence field, Versions versions) {
    boolean overwritten = field.state() == FieldEvidence.State.OVERWRITTEN;
    JsonNode human = field.overwritten();
    List<Question.Choice> choices =
        overwritten && human != null
            ? List.of(
                patchFor(flow, "take-edit", path, field.loaded(), human, versions),
                patchFor(flow, "take-migration", path, field.loaded(), field.value(), versions),
                Draft.verb("leave", "nothing"))
            : List.of(
                patchFor(flow, "take", path, field.loaded(), field.value(), versions),
                Draft.verb("leave", "nothing"));
    if (choices.stream().map(Question.Choice::effect).allMatch(Decider::writesNothing)) {
      return;
    }
    ObjectNode detail =
        Json.object()
            .put(
                "cause",
                overwritten
                    ? "the migration wrote over an edit after cutover"
                    : "nobody can say who wrote this value");
    detail.set("was", field.loaded().isMissingNode() ? detail.nullNode() : field.loaded());
    detail.set("now", field.value());
    if (human != null) {
      detail.set("edit", human);
    }
    draft.follow(
        draft.ask(
            overwritten ? "MIGRATION_OVERWROTE" : "UNKNOWN_WRITER",
            path,
            "",
            detail,
            choices,
            false));
  }

  /**
   * True of leaving, and of taking a value that the source already holds: there is nothing to
   * choose.
   */
  private static boolean writesNothing(JsonNode effect) {
    boolean patch = effect.has("set");
    return patch
        ? effect.path("set").isEmpty() && effect.path("clear").isEmpty()
        : effect.equals(NOTHING);
  }

  /** What taking one value of one field would write, worked out by the mapping itself. */
  private Question.Choice patchFor(
      Flow flow, String name, String path, JsonNode loaded, JsonNode value, Versions versions) {
    Map<String, T0> only = new TreeMap<>();
    versions.t0().keySet().forEach(each -> only.put(each, new T0.SameAsNow()));
    only.put(path, new T0.Known(loaded));
    ObjectNode t1 = versions.t1().deepCopy();
    Dotted.set(t1, path, value);
    Inversion inversion =
        flow.mapping()
            .invert(
                new Versions(
                    t1, only, versions.s0(), versions.s1(), versions.written(), versions.taken()),
                references);
    return inversion.flags().isEmpty()
        ? Draft.patch(name, inversion.set(), inversion.clear())
        : Draft.verb(name + "-by-hand", "by-hand");
  }

  private Verdict born(
      Flow flow,
      Draft draft,
      StagedRecord record,
      RecordEvidence evidence,
      Inputs in,
      Families families) {
    if (!Creators.comesHome(draft, evidence)) {
      return draft.nothingToDo(null);
    }
    List<String> twins = in.duplicates().getOrDefault(record.id(), List.of());
    if (!twins.isEmpty()) {
      JsonNode effect = Twins.ask(draft, twins);
      if (effect != null && effect.path("do").asText().equals("link")) {
        Verdict linked = draft.nothingToDo(twins.get(0));
        return new Verdict(linked.decision(), linked.questions(), twins.get(0));
      }
      if (effect == null || !effect.path("do").asText().equals("create")) {
        return draft.nothingToDo(null);
      }
    }
    Inversion inversion = flow.mapping().create(record.fields(), references);
    draft.take(inversion.set(), inversion.clear());
    draft.need(inversion.needs());
    inversion.flags().forEach(flag -> FlagQuestions.ask(draft, flag, flag.required()));
    draft.correct();
    if (source.travels(flow.sourceObject())) {
      families.children(record).forEach(draft::travels);
    }
    Hazards.ask(source, flow.sourceObject(), flow, draft, Kind.CREATE, Json.object());
    if (draft.nothing()) {
      return draft.nothingToDo(null);
    }
    return draft.done(
        Decision.Kind.CREATE,
        null,
        joinKeyOf(record),
        null,
        null,
        record.createdAt(),
        undo(flow, Kind.CREATE));
  }

  /**
   * Decides a child record (a comment, a note): children are only ever appended.
   *
   * @param parentBorn whether its parent was born in the target too, so that it travels with it
   * @param homeless whether its parent is known to have no home in the source
   * @param parent the parent's source record; null if that is not known
   */
  Verdict child(
      Flow flow,
      StagedRecord record,
      Inputs in,
      boolean parentBorn,
      boolean homeless,
      @Nullable Original parent) {
    Draft draft = new Draft(flow, record, rules);
    if (joinKeys.unsound(String.valueOf(flow.parentObject()))) {
      return joinKeys.refuse(draft);
    }
    RecordEvidence evidence = in.evidence().getOrDefault(record.id(), RecordEvidence.NONE);
    String sourceId = in.known().getOrDefault(record.id(), record.joinKey());
    if (record.kind() != Change.Kind.CHANGED) {
      return gone(flow, draft, record, sourceId, "RECORD_DELETED", in);
    }
    if (sourceId != null) {
      EditedChild.ask(flow, draft, evidence);
      return draft.nothingToDo(sourceId);
    }
    if (!Creators.comesHome(draft, evidence)) {
      return draft.nothingToDo(null);
    }
    String symbol = record.parent();
    if (symbol == null || homeless) {
      draft.ask(
          "NO_PARENT",
          null,
          "",
          Json.object().put("cause", "it belongs to no record that has a home in the source"),
          List.of(Draft.verb("skip", "nothing")),
          true);
      return draft.nothingToDo(null);
    }
    Inversion inversion = flow.mapping().create(record.fields(), references);
    draft.take(inversion.set(), inversion.clear());
    draft.need(inversion.needs());
    inversion.flags().forEach(flag -> FlagQuestions.ask(draft, flag, flag.required()));
    draft.correct();
    Attachment.add(
        draft, record, target.object(flow.targetObject()), source.object(flow.sourceObject()));
    if (!parentBorn) {
      if (parent != null) {
        Hazards.ask(source, parent.object(), flow, draft, Kind.APPEND, parent.s1());
      }
      draft.need(List.of(symbol));
    }
    if (draft.nothing()) {
      return draft.nothingToDo(null);
    }
    return draft.done(
        Decision.Kind.APPEND,
        null,
        joinKeyOf(record),
        symbol,
        null,
        record.createdAt(),
        undo(flow, Kind.APPEND));
  }

  /** The immutable key that a record born in the target gets in the source. */
  private String joinKeyOf(StagedRecord record) {
    return target.platform() + ":" + record.symbol();
  }

  private Decision.UndoClass undo(Flow flow, Kind kind) {
    return Decision.UndoClass.valueOf(source.object(flow.sourceObject()).undo(kind).is().name());
  }
}
