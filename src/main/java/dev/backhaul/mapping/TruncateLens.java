package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The first units of a text. */
record TruncateLens(int length, Unit unit, Cut cut) implements Lens {
  enum Unit {
    CODE_POINTS,
    CHARS,
    BYTES
  }

  /** What an edit of a cut text means. */
  enum Cut {
    FLAG,
    TAKE_TARGET,
    KEEP_TAIL
  }

  @Override
  public JsonNode get(JsonNode source, References refs) {
    if (!source.isTextual()) {
      return source;
    }
    String text = source.textValue();
    int end = end(text);
    return end == text.length() ? source : TextNode.valueOf(text.substring(0, end));
  }

  /** Where the cut falls, never inside a code point. */
  private int end(String text) {
    if (text.length() <= (unit == Unit.BYTES ? length / 3 : length)) {
      return text.length();
    }
    int used = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      int chars = Character.charCount(point);
      used +=
          switch (unit) {
            case CODE_POINTS -> 1;
            case CHARS -> chars;
            case BYTES -> text.substring(at, at + chars).getBytes(StandardCharsets.UTF_8).length;
          };
      if (used > length) {
        return at;
      }
      at += chars;
    }
    return text.length();
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    if (!original.isTextual() || !view.isTextual()) {
      return Put.ok(view);
    }
    String text = original.textValue();
    int end = end(text);
    if (end == text.length()) {
      return Put.ok(view);
    }
    JsonNode whole = TextNode.valueOf(view.textValue() + text.substring(end));
    return switch (cut) {
      case TAKE_TARGET -> Put.ok(view);
      case KEEP_TAIL -> Put.ok(whole);
      case FLAG ->
          new Put.Stop(
              Code.TRUNCATED_THEN_EDITED,
              List.of(new Put.Option("take target", view), new Put.Option("keep tail", whole)),
              "add `back: {truncated: take-target}` or `back: {truncated: keep-tail}`");
    };
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return Put.ok(view);
  }

  @Override
  public boolean closed() {
    return false;
  }

  @Override
  public Cells cells() {
    return Cells.of(
        Grade.Cell.RULE,
        cut == Cut.FLAG ? Grade.Cell.RULE : Grade.Cell.ORIGINAL,
        Grade.Cell.EXACT,
        "text beyond " + length + " is cut");
  }
}
