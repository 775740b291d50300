package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An ordered list between a JSON list and a text with separators. The old list is the complement:
 * elements nobody touched keep their borders, even if they hold the separator.
 */
record ListLens(Texts from, Texts to) implements Lens, Collected {
  @Override
  public JsonNode get(JsonNode source, References refs) {
    return Same.blank(source) ? Same.ABSENT : to.write(from.read(source));
  }

  @Override
  public Texts form() {
    return from;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    List<JsonNode> members = to.read(view);
    if (to.separator() != null) {
      List<JsonNode> olds = from.read(original).stream().filter(to::breaks).toList();
      for (JsonNode old : olds) {
        if (!join(members, to.read(TextNode.valueOf(old.asText())), old)) {
          return Put.stop(
              Code.SEPARATOR_IN_VALUE, "an element holds the separator: answer by hand");
        }
      }
    }
    for (JsonNode member : members) {
      if (from.breaks(member) || (to.separator() != null && Same.blank(member))) {
        return Put.stop(Code.SEPARATOR_IN_VALUE, "correct the value in the target");
      }
    }
    return Put.ok(from.write(members));
  }

  /** Puts an old element back together where its pieces stand in a row exactly once. */
  private static boolean join(List<JsonNode> members, List<JsonNode> pieces, JsonNode old) {
    int found = -1;
    for (int at = 0; at + pieces.size() <= members.size(); at++) {
      if (members.subList(at, at + pieces.size()).equals(pieces)) {
        if (found >= 0) {
          return false;
        }
        found = at;
      }
    }
    if (found < 0 || pieces.isEmpty()) {
      return members.stream().noneMatch(pieces::contains);
    }
    List<JsonNode> rest = new ArrayList<>(members.subList(found + pieces.size(), members.size()));
    members.subList(found, members.size()).clear();
    members.add(old);
    members.addAll(rest);
    return true;
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return put(view, Same.ABSENT, refs);
  }

  @Override
  public boolean closed() {
    return false;
  }

  @Override
  public Cells cells() {
    return Cells.of(Grade.Cell.EXACT, Grade.Cell.EXACT, Grade.Cell.EXACT, "the same elements");
  }
}
