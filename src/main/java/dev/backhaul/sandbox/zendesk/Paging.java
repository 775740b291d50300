package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two ways in which lists come in pages [Z1]. */
final class Paging {
  private static final int MOST = 100;
  private static final int OFFSET_CAP = 10_000;

  private Paging() {}

  /** One page: by cursor when the call has {@code page[size]} or a cursor, else by offset. */
  static Response page(Desk desk, Call call, String name, List<ObjectNode> rows) {
    boolean cursor =
        call.param("page[size]") != null
            || call.param("page[after]") != null
            || call.param("page[before]") != null;
    ObjectNode answer =
        cursor ? byCursor(desk, call, name, rows) : byOffset(desk, call, name, rows);
    return Response.json(200, answer.toString());
  }

  private static ObjectNode byCursor(Desk desk, Call call, String name, List<ObjectNode> rows) {
    int size = number(call.param("page[size]"), MOST);
    if (size < 1 || size > MOST) {
      throw Refusal.of(400, "InvalidPaginationParameter", "page[size] must be from 1 to 100");
    }
    int from = 0;
    String after = call.param("page[after]");
    String before = call.param("page[before]");
    if (after != null) {
      from = place(rows, after) + 1;
    } else if (before != null) {
      from = Math.max(0, place(rows, before) - size);
    }
    int to = Math.min(rows.size(), from + size);
    List<ObjectNode> page = rows.subList(Math.min(from, to), to);
    boolean more = to < rows.size();
    String last = page.isEmpty() ? null : cursor(page.get(page.size() - 1));
    String first = page.isEmpty() ? null : cursor(page.get(0));
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.putArray(name).addAll(page);
    ObjectNode meta = answer.putObject("meta").put("has_more", more);
    meta.put("after_cursor", last).put("before_cursor", first);
    String path = address(desk, call) + "page%5Bsize%5D=" + size;
    ObjectNode links = answer.putObject("links");
    links.put("next", more ? path + "&page%5Bafter%5D=" + encoded(last) : null);
    links.put("prev", from > 0 ? path + "&page%5Bbefore%5D=" + encoded(first) : null);
    return answer;
  }

  private static ObjectNode byOffset(Desk desk, Call call, String name, List<ObjectNode> rows) {
    int size = Math.max(1, Math.min(MOST, number(call.param("per_page"), MOST)));
    int page = Math.max(1, number(call.param("page"), 1));
    if ((long) page * size > OFFSET_CAP) {
      throw Refusal.of(
          400, "InvalidPaginationDepth", "Pages beyond the first 10,000 rows need a cursor");
    }
    int from = Math.min(rows.size(), (page - 1) * size);
    int to = Math.min(rows.size(), from + size);
    ObjectNode answer = Call.JSON.createObjectNode();
    ArrayNode list = answer.putArray(name);
    list.addAll(rows.subList(from, to));
    String path = address(desk, call) + "per_page=" + size + "&page=";
    answer.put("next_page", to < rows.size() ? path + (page + 1) : null);
    answer.put("previous_page", page > 1 ? path + (page - 1) : null);
    return answer.put("count", rows.size());
  }

  /** The list's own address with the filters of the call, open for the paging parameters. */
  private static String address(Desk desk, Call call) {
    StringBuilder text = new StringBuilder(desk.base + call.request().path() + ".json?");
    call.request()
        .query()
        .forEach(
            (name, values) -> {
              if (!name.startsWith("page") && !name.equals("per_page")) {
                text.append(encoded(name)).append('=').append(encoded(values.get(0))).append('&');
              }
            });
    return text.toString();
  }

  private static int place(List<ObjectNode> rows, String cursor) {
    String id = new String(decoded(cursor), StandardCharsets.UTF_8);
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).path("id").asText().equals(id)) {
        return i;
      }
    }
    throw Refusal.of(400, "InvalidCursor", "The cursor is not valid");
  }

  private static byte[] decoded(String cursor) {
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, "InvalidCursor", "The cursor is not valid");
    }
  }

  private static String cursor(ObjectNode row) {
    return Base64.getUrlEncoder()
        .encodeToString(row.path("id").asText().getBytes(StandardCharsets.UTF_8));
  }

  static String encoded(@Nullable String cursor) {
    return URLEncoder.encode(cursor == null ? "" : cursor, StandardCharsets.UTF_8);
  }

  /** A whole number, or {@code absent} when there is none; 400 for other text. */
  static int number(@Nullable String text, int absent) {
    if (text == null) {
      return absent;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.of(400, "InvalidParameter", "expected a number");
    }
  }
}
