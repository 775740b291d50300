package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /search/count}, for one kind of record changed or created since a time. */
final class Search {
  private static final Pattern QUERY =
      Pattern.compile(
          "type:(ticket|user|organization)(?: (updated|created)>=(\\S+))?(?: -tags:(\\S+))?");

  private final Desk desk;

  Search(Desk desk) {
    this.desk = desk;
  }

  /** {@code GET /search/count?query=type:ticket updated>=2026-03-01T00:00:00Z}. */
  Response count(Call call) {
    String text = call.param("query");
    Matcher query = QUERY.matcher(text == null ? "" : text.strip());
    if (!query.matches()) {
      throw Refusal.of(422, "InvalidSearch", "this search is not simulated");
    }
    String field = query.group(2) + "_at";
    String without = query.group(4);
    Instant since = query.group(3) == null ? Instant.EPOCH : time(query.group(3));
    long count =
        rows(query.group(1)).stream()
            .filter(row -> row.path("active").asBoolean(true) && Tickets.there(row))
            .filter(this::indexed)
            .filter(row -> without == null || !tagged(row, without))
            .filter(
                row ->
                    since.equals(Instant.EPOCH)
                        || !Shapes.instant(row.path(field).asText()).isBefore(since))
            .count();
    ObjectNode answer = Call.JSON.createObjectNode().put("count", count);
    return Response.json(200, answer.toString());
  }

  private static boolean tagged(ObjectNode row, String tag) {
    boolean found = false;
    for (JsonNode each : row.path("tags")) {
      found |= each.asText().equals(tag);
    }
    return found;
  }

  private static Instant time(String text) {
    try {
      return Shapes.instant(text);
    } catch (DateTimeParseException e) {
      throw Refusal.of(422, "InvalidSearch", "a time of the search is no time");
    }
  }

  private Collection<ObjectNode> rows(String type) {
    return switch (type) {
      case "ticket" -> desk.state.tickets.all();
      case "user" -> desk.state.users.all();
      default -> List.copyOf(desk.state.organizations.all());
    };
  }

  private boolean indexed(ObjectNode row) {
    return !Shapes.instant(row.path("updated_at").asText())
        .plus(desk.options.searchLag())
        .isAfter(desk.now());
  }
}
