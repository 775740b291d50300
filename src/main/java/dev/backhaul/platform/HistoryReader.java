package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.History;
import dev.backhaul.manifest.Paged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads field history in the platform's batches; oldest first within a record and field. */
final class HistoryReader {
  private static final Comparator<HistoryEvent> ORDER =
      Comparator.comparing(HistoryEvent::id)
          .thenComparing(HistoryEvent::field)
          .thenComparing(HistoryEvent::at);

  private final Catalogue catalogue;
  private final RecordReader reader;
  private final Pages pages;

  HistoryReader(Catalogue catalogue, Sender sender, RecordReader reader) {
    this.catalogue = catalogue;
    this.reader = reader;
    this.pages = new Pages(sender);
  }

  List<HistoryEvent> history(String object, HistoryRequest request) {
    History how = catalogue.type(object).historyOf();
    if (how == null) {
      return List.of();
    }
    List<HistoryEvent> out = new ArrayList<>();
    List<String> ids = request.ids().stream().distinct().toList();
    for (int from = 0; from < ids.size(); from += how.size()) {
      ObjectNode variables =
          reader.variables(object, ids.subList(from, Math.min(ids.size(), from + how.size())));
      for (ObjectNode row : rows(how, variables)) {
        how.events().list(row).stream().map(HistoryReader::event).forEach(out::add);
      }
    }
    out.sort(ORDER);
    return out;
  }

  /** What is gone meanwhile has no history to tell. */
  private List<ObjectNode> rows(History how, ObjectNode variables) {
    Paged paged = new Paged(how.request(), how.items(), how.next(), null);
    try {
      return pages.all(Operation.HISTORY, paged, variables);
    } catch (PlatformException e) {
      if (e.failure() instanceof Failure.NotFound) {
        return List.of();
      }
      throw e;
    }
  }

  private static HistoryEvent event(JsonNode event) {
    Instant at = Catalogue.instant(event.path("at"));
    if (at == null) {
      throw new PlatformException("history", new Failure.Fatal("an entry without a time"));
    }
    Writer writer =
        new Writer(
            text(event, "user"),
            text(event, "app"),
            text(event, "sourceType"),
            text(event, "importId"));
    return new HistoryEvent(
        event.path("id").asText(),
        event.path("field").asText(),
        event.path("value"),
        event.get("from"),
        at,
        writer);
  }

  private static @Nullable String text(JsonNode event, String name) {
    JsonNode value = event.path(name);
    return value.isNull() || value.asText().isEmpty() ? null : value.asText();
  }
}
