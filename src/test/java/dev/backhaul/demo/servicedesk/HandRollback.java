package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.demo.Asked;
import dev.backhaul.demo.Dealings;
import dev.backhaul.demo.Fault;
import dev.backhaul.demo.Judge;
import dev.backhaul.demo.Oracle;
import dev.backhaul.demo.Snapshot;
import dev.backhaul.demo.Story;
import dev.backhaul.demo.Texts;
import dev.backhaul.demo.Verdict;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/** A rollback into HubSpot done by hand, perfect until a test spoils it. */
final class HandRollback {
  private static final Instant NOW = Instant.parse("2026-03-09T10:00:00Z");
  private static final SourceTag US = SourceTag.app("990900", null);

  final Oracle oracle;
  final Sandbox sandbox;
  final HubSpotState state;
  final Snapshot before;
  final List<String> mails = new ArrayList<>();
  final List<Dealings.Write> writes = new ArrayList<>();
  final Set<Asked> asked;
  final Set<Fault> faults = new HashSet<>();
  private final ServicedeskWorld world;
  private final Map<String, String> born = new HashMap<>();

  HandRollback(ServicedeskWorld world) {
    this.world = world;
    oracle = world.oracle();
    sandbox = world.source(InstantSource.fixed(NOW), Story.Limits.TRUE);
    state = ((HubSpotSandbox) sandbox.platform()).state();
    before = world.copy(sandbox);
    asked = new TreeSet<>(oracle.questions());
    faults.add(oracle.fault());
    for (String type : List.of("companies", "contacts", "tickets", "notes")) {
      state.addProperty(type, "backhaul_key", "string");
    }
    oracle.births().forEach(this::create);
    oracle.births().forEach(this::complete);
    oracle
        .values()
        .forEach(value -> put(value.object(), "" + value.id(), value.path(), value.value()));
    oracle.replies().forEach(reply -> note("" + reply.ticket(), reply));
  }

  Verdict judged() {
    return Judge.judge(
        oracle,
        before,
        world.copy(sandbox),
        new Dealings(mails, writes, 0),
        new Dealings(List.of(), List.of(), 0),
        asked,
        faults);
  }

  private void create(Oracle.Birth birth) {
    String target = birth.targetObject() + ":" + birth.targetId();
    String id =
        state.create(
            plural(birth.object()), null, Map.of("backhaul_key", "zendesk:" + target), NOW, US);
    born.put(target, id);
  }

  private void complete(Oracle.Birth birth) {
    String id = id(birth);
    birth.values().forEach((path, value) -> put(birth.object(), id, path, value));
    birth.comments().forEach(reply -> note(id, reply));
  }

  String id(Oracle.Birth birth) {
    return Objects.requireNonNull(born.get(birth.targetObject() + ":" + birth.targetId()));
  }

  void put(String object, String id, String path, JsonNode value) {
    if (path.startsWith("associations.")) {
      String other = plural(path.split("\\.", -1)[1]);
      for (String old : List.copyOf(state.associated(plural(object), id, other))) {
        state.disassociate(plural(object), id, other, old);
      }
      int type = object.equals("contact") ? 1 : other.equals("contacts") ? 16 : 26;
      state.associate(plural(object), id, other, text(value), type);
    } else {
      String property = path.substring("properties.".length());
      state.set(plural(object), id, Map.of(property, text(value)), NOW, US);
    }
  }

  String note(String ticket, Oracle.Reply reply) {
    Map<String, String> to = new TreeMap<>();
    to.put("backhaul_key", "zendesk:comment:" + reply.targetId() + ":" + state.all("notes").size());
    to.put("hs_note_body", Texts.html(reply.text()));
    to.put("hs_timestamp", reply.at());
    to.put("note_public", Boolean.toString(reply.open()));
    String author = text(reply.author());
    boolean agent = author.length() == 5 && author.startsWith("71");
    if (agent) {
      to.put("hubspot_owner_id", author);
    }
    String id = state.create("notes", null, to, NOW, US);
    state.associate("notes", id, "tickets", ticket, 228);
    if (!agent) {
      state.associate("notes", id, "contacts", author, 202);
    }
    return id;
  }

  private String text(JsonNode value) {
    String target = Oracle.referred(value);
    if (target != null) {
      return Objects.requireNonNull(born.get(target), target);
    }
    if (value.isArray()) {
      StringJoiner words = new StringJoiner(";");
      value.forEach(word -> words.add(word.asText()));
      return words.toString();
    }
    return value.isNull() ? "" : value.asText();
  }

  private static String plural(String object) {
    return object.equals("company") ? "companies" : object + "s";
  }
}
