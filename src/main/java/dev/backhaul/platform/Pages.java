package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.Paged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists page by page. */
final class Pages {
  private static final int MOST_PAGES = 10_000;

  private final Sender sender;

  Pages(Sender sender) {
    this.sender = sender;
  }

  /** One page: its rows, and the cursor of the next or null. */
  record Page(List<ObjectNode> rows, @Nullable JsonNode next) {}

  /** The page at a cursor; the first if the cursor is null. */
  Page page(Operation operation, Paged list, ObjectNode variables, @Nullable JsonNode after) {
    ObjectNode asked = variables.deepCopy();
    asked.put("limit", list.size());
    if (after == null) {
      asked.put("after", "");
    } else {
      asked.set("after", after);
    }
    JsonNode answer = sender.read(operation, list.request(), asked);
    List<ObjectNode> rows = objects(list.items().list(answer));
    JsonNode next = list.next() == null ? null : list.next().first(answer);
    return new Page(rows, next == null || next.isNull() ? null : next);
  }

  /** All pages. */
  List<ObjectNode> all(Operation operation, Paged list, ObjectNode variables) {
    List<ObjectNode> out = new ArrayList<>();
    JsonNode after = null;
    for (int i = 0; i < MOST_PAGES; i++) {
      Page page = page(operation, list, variables, after);
      out.addAll(page.rows());
      if (page.next() == null || page.next().equals(after)) {
        return out;
      }
      after = page.next();
    }
    throw new PlatformException(
        list.request().template(),
        new Failure.Fatal("more than " + MOST_PAGES + " pages; the cursor does not end"));
  }

  static List<ObjectNode> objects(List<JsonNode> rows) {
    List<ObjectNode> out = new ArrayList<>(rows.size());
    for (JsonNode row : rows) {
      if (row instanceof ObjectNode object) {
        out.add(object);
      }
    }
    return out;
  }
}
