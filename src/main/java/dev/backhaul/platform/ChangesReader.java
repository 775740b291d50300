package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Changes;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.manifest.Paged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object's changes as one stream made of the manifest's strategies, one after the other.
 * The resume point is {@code {"from", "until"}} (epoch milliseconds, frozen for the sweep), {@code
 * "part"} and that part's own position; without a part a new sweep begins, one settle lag before
 * the end of the last, because the index may have been late there.
 */
final class ChangesReader {
  private static final List<String> PARTS =
      List.of("search", "threads", "cursor", "time", "list", "archived");

  private final Catalogue catalogue;
  private final Sender sender;
  private final RecordReader reader;
  private final Pages pages;
  private final Streams streams;

  ChangesReader(Catalogue catalogue, Sender sender, RecordReader reader) {
    this.catalogue = catalogue;
    this.sender = sender;
    this.reader = reader;
    this.pages = new Pages(sender);
    this.streams = new Streams(catalogue, sender);
  }

  /** What a part found, and where it goes on; null at its end. */
  record Found(List<Change> changes, @Nullable ObjectNode at) {}

  ChangesPage page(String object, ChangesRequest request) {
    ObjectType type = catalogue.type(object);
    Changes how = type.changes();
    if (how == null) {
      throw catalogue.cannot("changes", object);
    }
    ObjectNode at = start(object, type, request);
    List<String> parts = PARTS.stream().filter(part -> has(how, part)).toList();
    String part = at.path("part").asText(parts.getFirst());
    if (!parts.contains(part)) {
      throw new PlatformException(
          "changes of " + object,
          new Failure.Fatal(
              "the resume point names the part '" + part + "', which the manifest no longer has"));
    }
    Found found =
        switch (part) {
          case "search" -> search(object, how, at, request.pageSize());
          case "threads" -> threads(object, how, at);
          case "cursor" -> streams.byCursor(object, how, at, request.pageSize());
          case "time" -> streams.byTime(object, how, at, request.pageSize());
          case "list" -> list(object, how, at);
          default -> archived(object, how, at);
        };
    return answer(type, at, parts, part, found);
  }

  private ObjectNode start(String object, ObjectType type, ChangesRequest request) {
    if (request.resume() instanceof ObjectNode resume && resume.has("part")) {
      return resume;
    }
    reader.forgetFields(object);
    JsonNode resume = request.resume();
    long from = resume == null ? request.since().toEpochMilli() : resume.path("from").asLong();
    long until = Math.max(from, sender.now().minus(type.lag()).toEpochMilli());
    ObjectNode at = Json.object();
    return at.put("from", from).put("until", until);
  }

  private static boolean has(Changes how, String part) {
    return switch (part) {
      case "search" -> how.searchWindow() != null;
      case "threads" -> how.threads() != null;
      case "cursor" -> how.cursorStream() != null;
      case "time" -> how.timeStream() != null;
      case "list" -> how.list() != null;
      default -> how.archivedList() != null;
    };
  }

  private static ChangesPage answer(
      ObjectType type, ObjectNode at, List<String> parts, String part, Found found) {
    Instant from = Instant.ofEpochMilli(at.path("from").asLong());
    Instant until = Instant.ofEpochMilli(at.path("until").asLong());
    int next = parts.indexOf(part) + 1;
    ObjectNode resume = Json.object();
    boolean more = found.at() != null || next < parts.size();
    if (found.at() != null) {
      resume = found.at();
      resume.put("part", part);
    } else if (more) {
      resume.put("part", parts.get(next));
    }
    if (more) {
      resume.put("from", from.toEpochMilli()).put("until", until.toEpochMilli());
    } else {
      resume.put("from", Math.max(from.toEpochMilli(), until.minus(type.lag()).toEpochMilli()));
    }
    return new ChangesPage(found.changes(), resume, more, from, until);
  }

  private Found search(String object, Changes how, ObjectNode at, int pageSize) {
    Changes.SearchWindow search = how.searchWindow();
    if (search == null) {
      return new Found(List.of(), null);
    }
    String last = at.path("last").asText("0");
    ObjectNode variables = at.deepCopy();
    variables.put("last", last).put("limit", Math.max(1, Math.min(pageSize, search.limit())));
    JsonNode answer = sender.read(Operation.CHANGES, search.request(), variables);
    List<String> ids = search.ids().list(answer).stream().map(JsonNode::asText).toList();
    if (ids.isEmpty()) {
      return new Found(List.of(), null);
    }
    String reached = ids.getLast();
    if (Long.parseLong(reached) <= Long.parseLong(last)) {
      throw new PlatformException(
          "changes of " + object,
          new Failure.Fatal(
              "the search does not keep to ids above the last one; the sweep would never end"));
    }
    List<Change> changes = new ArrayList<>();
    for (Item item : reader.read(Operation.CHANGES, object, ReadRequest.ids(ids))) {
      changes.add(new Change(Change.Kind.CHANGED, item, when(item, at), null));
      merged(object, how, item, at, changes);
    }
    boolean more = search.more().test(answer);
    return new Found(changes, more ? Json.object().put("last", reached) : null);
  }

  /** A survivor names the records that were merged into it. */
  private void merged(
      String object, Changes how, Item survivor, ObjectNode at, List<Change> changes) {
    if (how.mergedIds() == null) {
      return;
    }
    List<String> ids =
        how.mergedIds().list(survivor.fields()).stream()
            .map(JsonNode::asText)
            .filter(id -> !id.isBlank() && !id.equals(survivor.id()))
            .toList();
    if (ids.isEmpty()) {
      return;
    }
    List<Item> lost =
        reader.offers(object, "archived")
            ? reader.read(Operation.CHANGES, object, new ReadRequest("archived", ids))
            : List.of();
    for (String id : ids) {
      Item loser =
          lost.stream()
              .filter(item -> item.id().equals(id))
              .findFirst()
              .orElseGet(() -> new Item(id, null, "merged", null, null, Json.object()));
      changes.add(new Change(Change.Kind.MERGED, loser, when(survivor, at), survivor.id()));
    }
  }

  private Found threads(String object, Changes how, ObjectNode at) {
    Changes.Threads threads = how.threads();
    if (threads == null) {
      return new Found(List.of(), null);
    }
    ObjectNode variables = Json.object();
    // The platform's filter is strictly "after".
    variables.put("since", Instant.ofEpochMilli(at.path("from").asLong() - 1).toString());
    Pages.Page page = pages.page(Operation.CHANGES, threads.threads(), variables, at.get("after"));
    List<Change> changes = new ArrayList<>();
    for (ObjectNode thread : page.rows()) {
      ObjectNode ask = Json.object();
      ask.put("thread", FieldPath.of(threads.id()).textIn(thread));
      for (ObjectNode message : pages.all(Operation.CHANGES, threads.messages(), ask)) {
        message(object, threads, thread, message, at, changes);
      }
    }
    return new Found(changes, onward(page));
  }

  private void message(
      String object,
      Changes.Threads threads,
      ObjectNode thread,
      ObjectNode message,
      ObjectNode at,
      List<Change> changes) {
    ObjectNode both = Json.object();
    both.set("message", message);
    both.set("thread", thread);
    if (threads.record().first(both) instanceof ObjectNode record) {
      Item item = catalogue.item(object, record);
      Instant when = when(item, at);
      if (inside(when, at)) {
        changes.add(new Change(Change.Kind.CHANGED, item, when, null));
      }
    }
  }

  private Found list(String object, Changes how, ObjectNode at) {
    Paged list = how.list();
    if (list == null) {
      return new Found(List.of(), null);
    }
    Pages.Page page = pages.page(Operation.CHANGES, list, Json.object(), at.get("after"));
    List<Change> changes = new ArrayList<>();
    for (Item item : catalogue.items(object, page.rows())) {
      changes.add(new Change(Change.Kind.CHANGED, item, when(item, at), null));
    }
    return new Found(changes, onward(page));
  }

  private Found archived(String object, Changes how, ObjectNode at) {
    Changes.Archived archived = how.archivedList();
    if (archived == null) {
      return new Found(List.of(), null);
    }
    Pages.Page page =
        pages.page(
            Operation.CHANGES,
            archived.list(),
            reader.variables(object, List.of()),
            at.get("after"));
    List<ObjectNode> rows = new ArrayList<>();
    for (ObjectNode row : page.rows()) {
      Instant when = Catalogue.time(row, archived.at());
      if (when != null && inside(when, at)) {
        rows.add(row);
      }
    }
    List<Change> changes = new ArrayList<>();
    for (Item item : whole(object, rows)) {
      Instant when = Catalogue.time(item.fields(), archived.at());
      changes.add(
          new Change(Change.Kind.DELETED, item, when == null ? when(item, at) : when, null));
    }
    return new Found(changes, onward(page));
  }

  /** The list's rows may be short; the records are read in full where archived ones can be read. */
  private List<Item> whole(String object, List<ObjectNode> rows) {
    List<Item> listed = catalogue.items(object, rows);
    if (listed.isEmpty() || !reader.offers(object, "archived")) {
      return listed;
    }
    ReadRequest request = new ReadRequest("archived", listed.stream().map(Item::id).toList());
    return reader.read(Operation.CHANGES, object, request);
  }

  private static @Nullable ObjectNode onward(Pages.Page page) {
    if (page.next() == null) {
      return null;
    }
    ObjectNode at = Json.object();
    at.set("after", page.next());
    return at;
  }

  private static boolean inside(Instant when, ObjectNode at) {
    long millis = when.toEpochMilli();
    return millis >= at.path("from").asLong() && millis <= at.path("until").asLong();
  }

  static Instant when(Item item, ObjectNode at) {
    Instant updated = item.updatedAt();
    return updated == null ? Instant.ofEpochMilli(at.path("until").asLong()) : updated;
  }
}
