package dev.backhaul.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happened to one record, or to the few that a key may mean.
 *
 * @param revealed whether values are shown; personal data is in here then
 * @param lives one per record, empty if nothing is known by the key
 */
public record Explanation(boolean revealed, List<Life> lives) {

  /** Copies the list. */
  public Explanation {
    lives = List.copyOf(lives);
  }

  /**
   * The life of one target record.
   *
   * @param symbol the record ({@code ticket:123})
   * @param chapters in the order things happen
   */
  public record Life(String symbol, List<Chapter> chapters) {
    /** Copies the list. */
    public Life {
      chapters = List.copyOf(chapters);
    }
  }

  /**
   * One side of a life.
   *
   * @param title one word: staged, evidence, home, original, decision, questions, journal,
   *     approvals
   * @param entries name to value each; empty if there is nothing of the kind
   */
  public record Chapter(String title, List<ObjectNode> entries) {
    /** Copies the list. */
    public Chapter {
      entries = List.copyOf(entries);
    }

    /** Never prints the entries: they may hold personal data. */
    @Override
    public String toString() {
      return "Chapter[" + title + " " + entries.size() + "]";
    }
  }

  /** As {@code {"revealed", "records": [{"record", "staged": [...], ...}]}}. */
  public JsonNode toJson() {
    ObjectNode out = Json.object().put("revealed", revealed);
    ArrayNode records = out.putArray("records");
    for (Life life : lives) {
      ObjectNode record = records.addObject().put("record", life.symbol());
      life.chapters().forEach(chapter -> record.set(chapter.title(), Json.tree(chapter.entries())));
    }
    return out;
  }

  /** The same for people, a line each. */
  public List<String> lines() {
    List<String> out = new ArrayList<>();
    for (Life life : lives) {
      out.add(life.symbol());
      for (Chapter chapter : life.chapters()) {
        out.add("  " + chapter.title() + (chapter.entries().isEmpty() ? ": none" : ""));
        chapter.entries().forEach(entry -> out.add("    " + line(entry)));
      }
    }
    if (lives.isEmpty()) {
      out.add(
          "nothing is known by this key: give a target record (ticket:123), a source record (ticket/42),"
              + " a join key, or a natural key such as an e-mail address");
    } else if (!revealed) {
      out.add("values are masked: they are personal data");
    }
    return out;
  }

  private static String line(ObjectNode entry) {
    return entry.properties().stream()
        .filter(each -> !each.getValue().isNull())
        .map(each -> each.getKey() + " " + text(each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonNode value) {
    // A value could hold line breaks or control characters that a terminal would obey.
    String text = value.isValueNode() ? value.asText() : Json.text(value);
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
