package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.Delta;
import dev.backhaul.delta.IdMap;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.Mapping;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.Manifests;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.Writer;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small helpdesk to plan over: real manifests, short mappings, a store, and two accounts in
 * memory. Target record {@code t1} was loaded from source record {@code 1}.
 */
final class PlanWorld implements AutoCloseable {
  private static final Actor MIA = new Actor("mia", Set.of(Actor.Role.OPERATOR));

  final Delta delta;
  final FakeAccount source = new FakeAccount(Role.SOURCE);
  final FakeAccount target = new FakeAccount(Role.TARGET);
  final Decisions decisions;
  final Questions questions;
  final Answers answers;
  private final Path folder;
  private final Ids ids;
  private List<Flow> flows;
  boolean holdFlagged;
  double maxBad = 0.001;

  PlanWorld(Path folder) {
    this.folder = folder;
    delta = new Delta(folder);
    ids = new Ids(delta.time, new Random(1));
    decisions = new Decisions(delta.store);
    questions = new Questions(delta.store);
    answers = new Answers(delta.store, questions, new Audit(delta.time), ids, delta.time);
    flows = flows("");
  }

  /** The same flows with something added to the ticket's mapping. */
  void remap(String more) {
    flows = flows(more);
  }

  private List<Flow> flows(String more) {
    Mapping user =
        mapping(
            "user",
            "contact",
            "- {from: name, to: properties.name}\n- {from: email, to: properties.email}",
            "");
    Mapping ticket =
        mapping(
            "ticket",
            "ticket",
            """
            - {from: subject, to: properties.subject}
            - {from: type, to: properties.type}
            - {from: status, to: properties.stage, map: {open: "3", hold: "3", solved: "4", new: "1"}}
            - {from: requester_id, to: properties.requester, ref: {object: contact, type: number}}"""
                + more,
            "create: {required: [subject]}\n");
    Mapping comment = mapping("comment", "note", "- {from: body, to: properties.body}", "");
    return List.of(
        new Flow(
            "contact",
            "user",
            user,
            null,
            null,
            List.of(new Flow.NaturalKey("email", "properties.email"))),
        new Flow("ticket", "ticket", ticket, null, null, List.of()),
        new Flow("note", "comment", comment, "ticket", "parent", List.of()));
  }

  private Mapping mapping(String from, String to, String fields, String rest) {
    String text =
        """
        mapping: %s
        version: 1
        source: {system: zendesk, object: %s}
        target: {system: hubspot, object: %s}
        identity: {source: id, target: properties.zendesk_id}
        fields:
        - {from: id, to: properties.zendesk_id, type: number}
        %s
        %s"""
            .formatted(from, from, to, fields, rest);
    try {
      Path file = folder.resolve(to + ".yaml");
      Files.writeString(file, text);
      return Mapping.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A record as the source holds it, unchanged since cutover unless {@code seconds} is after it.
   */
  PlanWorld inSource(String object, String id, String version, long seconds, String fields) {
    ObjectNode record = json(fields);
    record.put("id", Long.parseLong(id));
    source.put(object, id, null, version, Delta.after(seconds), record);
    return this;
  }

  /** A record of the delta; properties as JSON. */
  PlanWorld inDelta(
      String object, String id, String version, @Nullable String joinKey, String fields) {
    ObjectNode record = Json.object();
    ObjectNode properties = json(fields);
    if (properties.has("parent")) {
      record.set("parent", properties.remove("parent"));
    }
    if (joinKey != null) {
      properties.put("zendesk_id", joinKey);
    }
    record.set("properties", properties);
    delta.sweep(
        object,
        new Change(
            Change.Kind.CHANGED,
            new Item(
                id,
                joinKey,
                version,
                joinKey == null ? Delta.after(50) : Delta.LOADED,
                null,
                record),
            Delta.after(100),
            null));
    return this;
  }

  /** The history of a field; keeps what it proves of everything staged of the object. */
  static HistoryEvent wrote(String id, String field, @Nullable String value, long at, Writer by) {
    return Delta.wrote(id, "properties." + field, value, at, by);
  }

  PlanWorld proven(String object, HistoryEvent... events) {
    delta.prove(object, events);
    return this;
  }

  /** Ticket t1, loaded from 1, its subject edited from {@code old} to {@code new}. */
  PlanWorld editedTicket() {
    return inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'open'}")
        .inDelta("ticket", "t1", "v1", "1", "{'subject':'new','stage':'3'}")
        .proven(
            "ticket",
            wrote("t1", "subject", "old", -60, Delta.MIGRATION),
            wrote("t1", "subject", "new", 60, Delta.PERSON),
            wrote("t1", "stage", "3", -60, Delta.MIGRATION));
  }

  /** A ticket born in the target. */
  PlanWorld bornTicket(String id, Writer by) {
    return inDelta("ticket", id, "v1", null, "{'subject':'born','stage':'4'}")
        .proven("ticket", wrote(id, "subject", "born", 60, by), wrote(id, "stage", "4", 60, by));
  }

  Planner planner() {
    return new Planner(
        new Planner.Parts(
            delta.store,
            flows,
            Manifests.read(Path.of("config/platforms/zendesk.yaml")),
            Manifests.read(Path.of("config/platforms/hubspot.yaml")),
            source,
            target,
            delta.staged,
            delta.evidence,
            delta.originals,
            delta.ids,
            decisions,
            questions,
            answers,
            delta.fence,
            ids,
            delta.time,
            Progress.NONE,
            Delta.CUTOVER,
            holdFlagged,
            maxBad));
  }

  /** Plans as the route does. */
  PlanSummary plan() {
    Planner planner = planner();
    for (Flow flow : planner.flows()) {
      PlanPage page = planner.first(flow, 2);
      while (!page.exhausted()) {
        planner.keepOriginals(
            page, source.read(planner.originalsObject(flow), planner.originals(page)));
        planner.keep(planner.decide(page));
        page = planner.next(page, 2);
      }
    }
    return planner.close();
  }

  /** Every decision that may be applied, in plan order. */
  List<Decision> ready() {
    List<Decision> out = new java.util.ArrayList<>();
    decisions.eachReady(out::add);
    return out;
  }

  Decision decision(String id) {
    return decisions.find(id).orElseThrow();
  }

  /** The only open question of a decision. */
  Question question(String decision) {
    List<Question> open =
        questions.open("", "", 100).stream()
            .filter(each -> each.decision().equals(decision))
            .toList();
    if (open.size() != 1) {
      throw new AssertionError(decision + " has " + open.stream().map(Question::code).toList());
    }
    return open.get(0);
  }

  List<String> codes() {
    return questions.open("", "", 1000).stream().map(Question::code).sorted().toList();
  }

  void answer(String scope, String choice) {
    delta.time.pass(java.time.Duration.ofSeconds(1));
    answers.answer(scope, choice, MIA, "because");
  }

  void became(String id, Decision.State state) {
    delta.store.useTransaction(tx -> decisions.became(tx, id, state));
  }

  void pair(String object, String target, String sourceObject, String id, IdMap.Origin origin) {
    delta.store.useTransaction(tx -> IdMap.put(tx, object, target, sourceObject, id, origin));
  }

  static ObjectNode json(String text) {
    return Objects.requireNonNull(Json.parseObject(text.replace('\'', '"')));
  }

  @Override
  public void close() {
    delta.close();
  }
}
