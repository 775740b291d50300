package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Example;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.time.Time;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a manifest's worked examples against the very code that works with it, without any network.
 */
public final class Examples {
  private final Manifest manifest;
  private final Time time;

  /** For one manifest; the clock is never waited on. */
  public Examples(Manifest manifest, Time time) {
    this.manifest = manifest;
    this.time = time;
  }

  /** What is wrong with one example, empty if it holds; each sentence names what was expected. */
  public List<String> check(Example example) {
    List<HttpCall> sent = new ArrayList<>();
    Iterator<JsonNode> answers = example.answers().iterator();
    Classifier classifier = new Classifier(manifest, time);
    Transport transport =
        call -> {
          sent.add(call);
          if (!answers.hasNext()) {
            throw new IllegalArgumentException(
                "a request without a sample answer: " + call.method() + " " + call.path());
          }
          byte[] body = Json.text(answers.next()).getBytes(StandardCharsets.UTF_8);
          return classifier.classify(call, new Outcome.Answered(200, Map.of(), body));
        };
    Account account = new HttpAccount(nowhere(), transport, time);
    List<String> problems = new ArrayList<>();
    JsonNode got = run(account, example);
    differ(problems, "result", example.gives(), got);
    List<String> requests = sent.stream().map(call -> call.method() + " " + call.path()).toList();
    if (!example.requests().isEmpty()) {
      differ(problems, "requests", Json.tree(example.requests()), Json.tree(requests));
    }
    JsonNode body = sent.isEmpty() ? null : sent.getLast().body();
    if (example.body() != null) {
      differ(problems, "body", example.body(), body == null ? Json.object() : body);
    }
    return problems;
  }

  /** Examples stay in this process; only loopback is a host of every platform. */
  private SaasSystem nowhere() {
    Credentials none = Credentials.of(name -> "");
    return new SaasSystem(Role.SOURCE, manifest, URI.create("http://127.0.0.1"), none, Map.of());
  }

  private static void differ(
      List<String> problems, String what, @Nullable JsonNode want, JsonNode got) {
    if (want != null && !Json.canonical(want).equals(Json.canonical(got))) {
      problems.add(what + ": expected " + Json.canonical(want) + ", got " + Json.canonical(got));
    }
  }

  private JsonNode run(Account account, Example example) {
    if (example.read() != null) {
      return items(account.read(example.object(), new ReadRequest(example.read(), example.keys())));
    }
    if (example.changes() != null) {
      return changes(account, example.object(), example.changes());
    }
    if (example.history()) {
      return events(account.history(example.object(), new HistoryRequest(example.keys())));
    }
    JsonNode write =
        Objects.requireNonNull(example.write(), "an example reads, writes or asks for history");
    return results(account.write(example.object(), List.of(write(write))));
  }

  /** The bounds of a sweep follow the clock, so that they are neither given nor compared. */
  private JsonNode changes(Account account, String object, JsonNode asked) {
    Instant since = Objects.requireNonNull(Catalogue.instant(asked.path("since")), "since");
    ObjectNode resume = asked.get("resume") instanceof ObjectNode given ? given.deepCopy() : null;
    if (resume != null) {
      resume.put("from", since.toEpochMilli()).put("until", time.instant().toEpochMilli());
    }
    ChangesPage page = account.changes(object, new ChangesRequest(since, resume, 1000));
    ObjectNode out = Json.object();
    ArrayNode all = out.putArray("changes");
    for (Change change : page.changes()) {
      all.addObject()
          .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
          .put("id", change.item().id())
          .put("version", change.item().version())
          .put("at", change.at().toString())
          .put("mergedInto", change.mergedInto());
    }
    ObjectNode next = page.resume().deepCopy();
    next.remove(List.of("from", "until"));
    out.set("resume", next);
    return out.put("more", page.more());
  }

  private static Write write(JsonNode given) {
    List<ObjectNode> children = new ArrayList<>();
    given.path("children").forEach(child -> children.add((ObjectNode) child));
    List<String> clear = new ArrayList<>();
    given.path("clear").forEach(path -> clear.add(path.asText()));
    JsonNode at = given.path("at");
    return new Write(
        given.path("key").asText("example"),
        Write.Kind.valueOf(given.path("kind").asText().toUpperCase(Locale.ROOT)),
        text(given, "id"),
        text(given, "joinKey"),
        given.get("set") instanceof ObjectNode set ? set : Json.object(),
        clear,
        text(given, "precondition"),
        children,
        at.isMissingNode() ? null : Catalogue.instant(at));
  }

  private static @Nullable String text(JsonNode given, String name) {
    return given.has(name) ? given.path(name).asText() : null;
  }

  private static JsonNode items(List<Item> items) {
    ArrayNode out = Json.mapper().createArrayNode();
    for (Item item : items) {
      out.addObject()
          .put("id", item.id())
          .put("joinKey", item.joinKey())
          .put("version", item.version());
    }
    return out;
  }

  private static JsonNode events(List<HistoryEvent> events) {
    ArrayNode out = Json.mapper().createArrayNode();
    for (HistoryEvent event : events) {
      ObjectNode row = out.addObject().put("id", event.id()).put("field", event.field());
      row.set("value", event.value());
      row.put("at", event.at().toString()).put("user", event.writer().user());
      row.put("app", event.writer().app()).put("sourceType", event.writer().sourceType());
      row.put("importId", event.writer().importId());
      if (event.from() != null) {
        row.set("from", event.from());
      }
    }
    return out;
  }

  private static JsonNode results(WriteAnswer answer) {
    if (answer.job() != null) {
      return Json.object().put("job", answer.job());
    }
    ArrayNode out = Json.mapper().createArrayNode();
    for (WriteResult result : answer.results()) {
      out.addObject()
          .put("status", result.status().name().toLowerCase(Locale.ROOT))
          .put("id", result.nativeId());
    }
    return out;
  }
}
