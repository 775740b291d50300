package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /incremental/...}: all that changed since, deleted tickets too [Z1][Z10]. What tickets are
 * selected and ordered by is {@code generated_timestamp}, which system updates move alone [Z5].
 */
final class Incremental {
  private static final int PAGE = 1000;
  private static final long YOUNGEST = 60;
  private static final Pattern CURSOR = Pattern.compile("(\\d+)\\.0\\|\\|(-?\\d+)\\|");

  private final Desk desk;

  Incremental(Desk desk) {
    this.desk = desk;
  }

  private Collection<ObjectNode> table(String name) {
    return switch (name) {
      case "tickets" -> desk.state.tickets.all();
      case "users" -> desk.state.users.all();
      case "organizations" -> desk.state.organizations.all();
      case "ticket_events" -> desk.state.audits.all();
      default -> throw Refusal.notFound();
    };
  }

  /** The second that the export selects and orders by. */
  private static long second(ObjectNode row) {
    return row.has("generated_timestamp")
        ? row.path("generated_timestamp").asLong()
        : Shapes.instant(row.path(row.has("updated_at") ? "updated_at" : "created_at").asText())
            .getEpochSecond();
  }

  /** The newest second that is told of a row: the last minute is left out, and some come late. */
  private long newest(ObjectNode row) {
    long late = desk.options.exportLag().toSeconds();
    boolean odd = row.path("id").asLong() % 2 != 0;
    return desk.now().getEpochSecond() - (odd ? Math.max(YOUNGEST, late) : YOUNGEST);
  }

  /** The rows that are old enough to be told, in order. */
  private List<ObjectNode> rows(Call call, String name) {
    boolean alive = "true".equals(call.param("exclude_deleted"));
    return table(name).stream()
        .filter(row -> second(row) <= newest(row))
        .filter(row -> !alive || !row.path("status").asText().equals("deleted"))
        .sorted(
            Comparator.comparingLong(Incremental::second)
                .thenComparingLong(row -> row.path("id").asLong()))
        .toList();
  }

  private long start(Call call) {
    String text = call.param("start_time");
    if (text == null || !text.matches("\\d{1,12}")) {
      throw Refusal.of(400, "InvalidValue", "Parameter start_time is required");
    }
    long start = Long.parseLong(text);
    if (start > desk.now().getEpochSecond() - YOUNGEST) {
      throw Refusal.of(
          422, "InvalidValue", "Too recent start_time. Use a start_time older than 1 minute");
    }
    return start;
  }

  private static int size(Call call) {
    return Math.max(1, Math.min(PAGE, Paging.number(call.param("per_page"), PAGE)));
  }

  /** {@code GET /incremental/{resource}/cursor?start_time=|cursor=}: tickets and users only. */
  Response byCursor(Call call) {
    String name = call.places().getOrDefault("resource", "");
    if (name.equals("organizations") || name.equals("ticket_events")) {
      throw Refusal.notFound();
    }
    String given = call.param("cursor");
    long second = given == null ? start(call) : 0;
    long id = Long.MIN_VALUE;
    if (given != null) {
      Matcher cursor = CURSOR.matcher(decoded(given));
      if (!cursor.matches()) {
        throw Refusal.of(400, "InvalidValue", "Parameter cursor is not valid");
      }
      second = Long.parseLong(cursor.group(1));
      id = Long.parseLong(cursor.group(2));
    }
    long from = second;
    long after = id;
    List<ObjectNode> rest =
        rows(call, name).stream()
            .filter(
                row ->
                    second(row) > from || (second(row) == from && row.path("id").asLong() > after))
            .toList();
    List<ObjectNode> page = rest.subList(0, Math.min(size(call), rest.size()));
    ObjectNode last = page.isEmpty() ? null : page.get(page.size() - 1);
    String cursor =
        last == null
            ? (given == null ? encoded(from + ".0||0|") : given)
            : encoded(second(last) + ".0||" + last.path("id").asText() + "|");
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.putArray(name).addAll(page);
    answer.put(
        "after_url",
        desk.url("incremental/" + name + "/cursor") + "?cursor=" + Paging.encoded(cursor));
    answer.put("after_cursor", cursor).putNull("before_url").putNull("before_cursor");
    answer.put("end_of_stream", page.size() == rest.size());
    return Response.json(200, answer.toString());
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, "InvalidValue", "Parameter cursor is not valid");
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@code GET /incremental/{resource}?start_time=}: rows of the page's last second are never
   * split, and the next page starts with that second again.
   */
  Response byTime(Call call) {
    String name = call.places().getOrDefault("resource", "");
    long start = start(call);
    List<ObjectNode> rest = rows(call, name).stream().filter(row -> second(row) >= start).toList();
    int size = Math.min(size(call), rest.size());
    while (size > 0 && size < rest.size() && second(rest.get(size)) == second(rest.get(size - 1))) {
      size++;
    }
    boolean end = size == rest.size();
    long endTime = size > 0 ? second(rest.get(size - 1)) : desk.now().getEpochSecond() - YOUNGEST;
    List<ObjectNode> page = rest.subList(0, size);
    if (name.equals("ticket_events")) {
      boolean comments = "comment_events".equals(call.param("include"));
      page = page.stream().map(audit -> TicketEvents.of(audit, comments)).toList();
    }
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.putArray(name).addAll(page);
    answer.put("count", size).put("end_time", endTime).put("end_of_stream", end);
    answer.put("next_page", desk.url("incremental/" + name) + "?start_time=" + endTime);
    return Response.json(200, answer.toString());
  }
}
