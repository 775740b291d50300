package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Changes;
import dev.backhaul.manifest.Request;
import dev.backhaul.platform.ChangesReader.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the streams of changes that a platform keeps itself, by its cursor or by seconds. What is
 * younger than the settle lag is not asked for: the platform would refuse, and tells it later.
 */
final class Streams {
  private final Catalogue catalogue;
  private final Sender sender;
  private final Pages pages;

  Streams(Catalogue catalogue, Sender sender) {
    this.catalogue = catalogue;
    this.sender = sender;
    this.pages = new Pages(sender);
  }

  /** The page after a cursor, or the first one. */
  Found byCursor(String object, Changes how, ObjectNode at, int pageSize) {
    Changes.CursorStream stream = how.cursorStream();
    if (stream == null || tooYoung(at)) {
      return new Found(List.of(), null);
    }
    String cursor = at.path("cursor").asText("");
    ObjectNode variables = Json.object().put("cursor", cursor);
    variables.put("limit", Math.max(1, Math.min(pageSize, stream.limit())));
    if (cursor.isEmpty()) {
      variables.put("start", start(at));
    } else {
      variables.put("start", "");
    }
    JsonNode answer = sender.read(Operation.CHANGES, stream.request(), variables);
    List<ObjectNode> rows = Pages.objects(stream.items().list(answer));
    List<Change> changes = changes(object, how, rows, stream.writtenAt(), at);
    if (stream.ended().test(answer)) {
      return new Found(changes, null);
    }
    String next = stream.cursor().first(answer).asText("");
    if (next.isEmpty() || next.equals(cursor) || next.equals("null")) {
      throw stuck(object, stream.request(), "the cursor does not move");
    }
    return new Found(changes, Json.object().put("cursor", next));
  }

  /** The page that begins with a second. */
  Found byTime(String object, Changes how, ObjectNode at, int pageSize) {
    Changes.TimeStream stream = how.timeStream();
    if (stream == null || tooYoung(at)) {
      return new Found(List.of(), null);
    }
    long start = at.path("start").asLong(start(at));
    ObjectNode variables = Json.object().put("start", start);
    variables.put("limit", Math.max(1, Math.min(pageSize, stream.limit())));
    JsonNode answer = sender.read(Operation.CHANGES, stream.request(), variables);
    List<ObjectNode> rows = Pages.objects(stream.items().list(answer));
    List<Change> changes = changes(object, how, rows, stream.writtenAt(), at);
    if (stream.ended().test(answer)) {
      return new Found(changes, null);
    }
    JsonNode told = stream.endTime().first(answer);
    if (!told.isIntegralNumber() || told.longValue() < start) {
      throw stuck(object, stream.request(), "the page's last second is before its first");
    }
    // A second is never split, so one that fills a page is done with.
    long next = told.longValue() == start ? start + 1 : told.longValue();
    return next * 1000 > at.path("until").asLong()
        ? new Found(changes, null)
        : new Found(changes, Json.object().put("start", next));
  }

  private static PlatformException stuck(String object, Request request, String why) {
    return new PlatformException(
        "changes of " + object,
        new Failure.Fatal(why + "; the sweep would never end (" + request.template() + ")"));
  }

  private static long start(ObjectNode at) {
    return Math.floorDiv(at.path("from").asLong(), 1000L);
  }

  private static boolean tooYoung(ObjectNode at) {
    return at.path("from").asLong() >= at.path("until").asLong();
  }

  private List<Change> changes(
      String object,
      Changes how,
      List<ObjectNode> rows,
      @Nullable String writtenAt,
      ObjectNode at) {
    List<Change> out = new ArrayList<>();
    for (Item plain : catalogue.items(object, rows)) {
      long second = second(plain, writtenAt);
      Item item = second < 0 ? plain : stamped(plain, second);
      Instant told = ChangesReader.when(item, at);
      Instant when = told.getEpochSecond() < second ? Instant.ofEpochSecond(second) : told;
      Change.Kind kind =
          how.deleted() != null && how.deleted().test(item.fields())
              ? Change.Kind.DELETED
              : Change.Kind.CHANGED;
      merges(how, new Change(kind, item, when, null), out);
    }
    return out;
  }

  /** Adds a change, as a merge if the record lost one, and the records that it won. */
  private void merges(Changes how, Change change, List<Change> out) {
    Changes.Merges merges = how.merges();
    Item item = change.item();
    boolean lost = merges != null && merges.lost() != null && merges.lost().test(item.fields());
    if (merges == null || (merges.lost() != null && !lost)) {
      out.add(change);
      return;
    }
    Change self = lost ? new Change(Change.Kind.MERGED, item, change.at(), null) : change;
    List<Change> won = new ArrayList<>();
    for (JsonNode pair : pairs(merges, item.id())) {
      String loser = pair.path("loser").asText("");
      String winner = pair.path("winner").asText("");
      if (loser.equals(item.id()) && !winner.isEmpty()) {
        self = new Change(Change.Kind.MERGED, item, change.at(), winner);
      } else if (winner.equals(item.id()) && !loser.isEmpty()) {
        Item gone = new Item(loser, null, "merged", null, null, Json.object());
        won.add(new Change(Change.Kind.MERGED, gone, change.at(), winner));
      }
    }
    out.add(self);
    out.addAll(won);
  }

  private List<JsonNode> pairs(Changes.Merges merges, String id) {
    List<JsonNode> out = new ArrayList<>();
    ObjectNode asked = Json.object().put("id", id);
    for (ObjectNode row : pages.all(Operation.CHANGES, merges.list(), asked)) {
      ObjectNode told = Json.object().put("id", id);
      told.set("row", row);
      out.addAll(merges.pairs().list(told));
    }
    return out;
  }

  /** Epoch seconds at which the platform last wrote the row; -1 if it does not say. */
  private static long second(Item item, @Nullable String writtenAt) {
    JsonNode value =
        writtenAt == null ? Json.object().path("") : FieldPath.of(writtenAt).in(item.fields());
    return value.isIntegralNumber() ? value.longValue() : -1;
  }

  /** A system update moves the stamp and not the version: both together tell two states apart. */
  private static Item stamped(Item item, long second) {
    return new Item(
        item.id(),
        item.joinKey(),
        item.version() + "/" + second,
        item.createdAt(),
        item.updatedAt(),
        item.fields());
  }
}
