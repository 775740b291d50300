package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A decision and its questions while they are being worked out. */
final class Draft {
  private final Flow flow;
  private final StagedRecord record;
  private final Rules rules;
  private final ObjectNode set = Json.object();
  private final Set<String> clear = new TreeSet<>();
  private final Set<String> needs = new TreeSet<>();
  private final List<ObjectNode> children = new ArrayList<>();
  private final List<Question> questions = new ArrayList<>();
  private boolean held;

  Draft(Flow flow, StagedRecord record, Rules rules) {
    this.flow = flow;
    this.record = record;
    this.rules = rules;
  }

  /**
   * What a plan follows beside the records.
   *
   * @param answers newest answers by question id or group
   * @param holdFlagged whether any open question holds its whole record
   * @param corrections what people decided about refused writes, by decision
   */
  record Rules(
      Map<String, String> answers, boolean holdFlagged, Map<String, List<Correction>> corrections) {
    Rules(Map<String, String> answers, boolean holdFlagged) {
      this(answers, holdFlagged, Map.of());
    }
  }

  void set(String path, JsonNode value) {
    clear.remove(path);
    set.set(path, value);
  }

  void take(Map<String, JsonNode> values, Collection<String> cleared) {
    values.forEach(this::set);
    cleared.forEach(
        path -> {
          set.remove(path);
          clear.add(path);
        });
  }

  void leave(String path) {
    set.remove(path);
    clear.remove(path);
  }

  /** Writes nothing after all. */
  void drop() {
    set.removeAll();
    clear.clear();
    children.clear();
  }

  void need(Collection<String> symbols) {
    needs.addAll(symbols);
  }

  void child(ObjectNode child) {
    children.add(child);
  }

  boolean nothing() {
    return set.isEmpty() && clear.isEmpty() && children.isEmpty();
  }

  ObjectNode set() {
    return set;
  }

  List<String> clear() {
    return List.copyOf(clear);
  }

  List<ObjectNode> children() {
    return List.copyOf(children);
  }

  /** A child that travels with the record. */
  void travels(Families.Child child) {
    ObjectNode node = Json.object();
    node.put(DecisionJson.CHILD, child.symbol());
    node.put(DecisionJson.CHILD_OBJECT, child.sourceObject());
    child.set().forEach((path, value) -> Dotted.set(node, path, value));
    need(child.needs());
    child(node);
  }

  /** Follows what people decided after the source had refused this record. */
  void correct() {
    corrections().forEach(correction -> correction.correct(this));
  }

  private List<Correction> corrections() {
    return rules.corrections().getOrDefault(record.symbol(), List.of());
  }

  /** An answer may choose what the source already holds: a no-op costs no write. */
  void dropNoOps(ObjectNode s1) {
    List<String> paths = new ArrayList<>();
    set.fieldNames().forEachRemaining(paths::add);
    paths.stream().filter(path -> Dotted.at(s1, path).equals(set.get(path))).forEach(this::leave);
  }

  /**
   * Asks, and follows the answer if one was given. Question and group are named by their choices
   * too: an answer holds for the choices it was given on, and one answer fits all of its group.
   *
   * @param kindOfValue what groups questions beyond code and field: enumerable values only, never
   *     text that people typed
   * @param holds whether the whole record waits
   * @return the effect of the answer, or null while there is none
   */
  @Nullable JsonNode ask(
      String code,
      @Nullable String field,
      String kindOfValue,
      ObjectNode detail,
      List<Question.Choice> choices,
      boolean holds) {
    boolean waits = holds || rules.holdFlagged();
    List<String> names = choices.stream().map(Question.Choice::name).toList();
    String id =
        Json.sha256(record.symbol() + "|" + code + "|" + field + "|" + names).substring(0, 16);
    String cause = flow.targetObject() + "|" + code + "|" + field + "|" + kindOfValue + "|" + names;
    String group =
        code.toLowerCase(java.util.Locale.ROOT).replace('_', '-')
            + "-"
            + Json.sha256(cause).substring(0, 6);
    Question question =
        new Question(
            id, record.symbol(), group, code, flow.targetObject(), field, detail, choices, waits);
    questions.add(question);
    String name = rules.answers().getOrDefault(id, rules.answers().get(group));
    for (Question.Choice choice : choices) {
      if (choice.name().equals(name)) {
        return choice.effect();
      }
    }
    if (waits) {
      held = true;
    }
    return null;
  }

  /** Follows a patch {@code {"set":{},"clear":[]}}; other effects are the caller's. */
  void follow(@Nullable JsonNode effect) {
    if (effect == null) {
      return;
    }
    effect.path("set").properties().forEach(entry -> set(entry.getKey(), entry.getValue()));
    effect
        .path("clear")
        .forEach(
            path -> {
              set.remove(path.asText());
              clear.add(path.asText());
            });
  }

  /** A choice that writes a patch. */
  static Question.Choice patch(String name, Map<String, JsonNode> set, Collection<String> clear) {
    ObjectNode effect = Json.object();
    ObjectNode values = effect.putObject("set");
    new java.util.TreeMap<>(set).forEach(values::set);
    ArrayNode cleared = effect.putArray("clear");
    clear.stream().sorted().forEach(cleared::add);
    return new Question.Choice(name, effect);
  }

  /** A choice that does something other than write a patch. */
  static Question.Choice verb(String name, String verb) {
    return new Question.Choice(name, Json.object().put("do", verb));
  }

  /**
   * Finishes the decision.
   *
   * @param kind what to do, once nothing holds it
   * @param parent for an append: its parent's symbol
   */
  Verdict done(
      Decision.Kind kind,
      @Nullable String sourceId,
      @Nullable String joinKey,
      @Nullable String parent,
      @Nullable String sourceVersion,
      @Nullable Instant at,
      Decision.UndoClass undo) {
    Decision draft =
        new Decision(
            record.symbol(),
            flow.sourceObject(),
            kind,
            held ? Decision.State.HELD : Decision.State.READY,
            record.object(),
            record.id(),
            sourceId,
            joinKey,
            parent,
            set,
            List.copyOf(clear),
            List.copyOf(children),
            at,
            List.copyOf(needs),
            record.version(),
            sourceVersion,
            undo,
            "",
            0);
    ObjectNode covered = DecisionJson.covered(draft);
    covered.put("mapping", flow.mapping().hash());
    if (kind != Decision.Kind.NONE && !corrections().isEmpty()) {
      // So that a write that was refused is tried again even if nothing of it changes.
      corrections().forEach(each -> covered.withArray("corrections").add(each.answer()));
    }
    return new Verdict(withFingerprint(draft, Json.hash(covered)), List.copyOf(questions));
  }

  private static Decision withFingerprint(Decision d, String fingerprint) {
    return new Decision(
        d.id(),
        d.object(),
        d.kind(),
        d.state(),
        d.targetObject(),
        d.targetId(),
        d.sourceId(),
        d.joinKey(),
        d.parent(),
        d.set(),
        d.clear(),
        d.children(),
        d.at(),
        d.needs(),
        d.targetVersion(),
        d.sourceVersion(),
        d.undo(),
        fingerprint,
        d.wave());
  }

  /** Nothing to do, unless a question holds it. */
  Verdict nothingToDo(@Nullable String sourceId) {
    return done(
        Decision.Kind.NONE, sourceId, record.joinKey(), null, null, null, Decision.UndoClass.EXACT);
  }
}
