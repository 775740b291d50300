package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dk.brics.automaton.RunAutomaton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Several texts joined. Back: every cut that fits the part patterns is looked at; parts that stayed
 * as they were are anchors; one best cut is taken, more than one is a question.
 *
 * @param witness shortest text that fits in two ways, or "" if the patterns decide alone
 */
record ConcatLens(
    String separator,
    boolean skipBlank,
    List<RunAutomaton> parts,
    boolean anchored,
    Ambiguous ambiguous,
    boolean decided,
    String witness)
    implements Lens {
  private static final int MOST_CUTS = 5_000;
  private static final int MOST_CHOICES = 10;

  enum Ambiguous {
    FLAG,
    SPLIT_FIRST,
    SPLIT_LAST
  }

  @Override
  public JsonNode get(JsonNode source, References refs) {
    StringBuilder out = new StringBuilder();
    boolean first = true;
    boolean any = false;
    for (JsonNode part : source) {
      boolean blank = Same.blank(part);
      any |= !blank;
      if (blank && skipBlank) {
        continue;
      }
      out.append(first ? "" : separator).append(blank ? "" : part.asText());
      first = false;
    }
    return any ? TextNode.valueOf(out.toString()) : Same.ABSENT;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    if (!view.isTextual()) {
      return Put.stop(Code.TYPE_MISMATCH, "correct the value in the target");
    }
    LinkedHashSet<List<String>> cuts = new LinkedHashSet<>();
    cut(Same.fold(view.textValue()), 0, new ArrayList<>(), false, original, cuts);
    List<List<String>> likely = filled(cuts, original);
    List<List<String>> best = anchored ? anchored(likely, original) : likely;
    if (best.isEmpty()) {
      return Put.stop(Code.NO_SPLIT, "widen the patterns under `parts:`");
    }
    boolean many = best.size() > 1;
    if (many && (ambiguous == Ambiguous.FLAG || cuts.size() >= MOST_CUTS)) {
      return new Put.Stop(
          Code.AMBIGUOUS_SPLIT,
          best.stream().limit(MOST_CHOICES).map(cut -> option(cut, original)).toList(),
          "add `back: {ambiguous: split-first}` or `split-last`, or narrow the patterns");
    }
    List<String> taken =
        ambiguous == Ambiguous.SPLIT_LAST ? best.get(best.size() - 1) : best.get(0);
    return Put.ok(tuple(taken, original));
  }

  /** Depth first, shortest first part first, so that the first cut is "split at the first". */
  private void cut(
      String rest,
      int part,
      List<String> done,
      boolean started,
      JsonNode original,
      LinkedHashSet<List<String>> out) {
    if (out.size() >= MOST_CUTS) {
      return;
    }
    boolean last = part == parts.size() - 1;
    if (last) {
      String piece = piece(rest, started);
      if (piece != null && fits(part, piece, original)) {
        out.add(with(done, piece));
      }
      if (skipBlank && rest.isEmpty() && started) {
        out.add(with(done, ""));
      }
      return;
    }
    String open = piece(rest, started);
    if (open != null) {
      int from = 0;
      while (from <= open.length()) {
        int at = separator.isEmpty() ? from : open.indexOf(separator, from);
        int end = at < 0 ? open.length() : at;
        String piece = open.substring(0, end);
        if (fits(part, piece, original) && (at >= 0 || skipBlank)) {
          cut(open.substring(end), part + 1, with(done, piece), true, original, out);
        }
        if (at < 0) {
          break;
        }
        from = at + 1;
      }
    }
    if (skipBlank) {
      cut(rest, part + 1, with(done, ""), started, original, out);
    }
  }

  /** What follows the separator; null if there is none where one must be. */
  private @org.jspecify.annotations.Nullable String piece(String rest, boolean started) {
    if (!started) {
      return rest;
    }
    return rest.startsWith(separator) && !(rest.isEmpty() && separator.isEmpty())
        ? rest.substring(separator.length())
        : null;
  }

  private boolean fits(int part, String piece, JsonNode original) {
    JsonNode old = original.path(part);
    if (piece.isEmpty()) {
      return !skipBlank && (Same.blank(old) || parts.get(part).run(piece));
    }
    return parts.get(part).run(piece)
        || (old.isTextual() && Same.fold(old.textValue()).equals(piece));
  }

  private static List<String> with(List<String> done, String piece) {
    List<String> out = new ArrayList<>(done);
    out.add(piece);
    return out;
  }

  /** A part is left blank only if it was blank before, or if no cut fills them all. */
  private List<List<String>> filled(LinkedHashSet<List<String>> cuts, JsonNode original) {
    List<List<String>> out = new ArrayList<>();
    for (List<String> cut : cuts) {
      boolean full = true;
      for (int i = 0; i < cut.size(); i++) {
        full &= !cut.get(i).isEmpty() || (anchored && Same.blank(original.path(i)));
      }
      if (full) {
        out.add(cut);
      }
    }
    return out.isEmpty() ? List.copyOf(cuts) : out;
  }

  private static List<List<String>> anchored(List<List<String>> cuts, JsonNode original) {
    int most = -1;
    List<List<String>> best = new ArrayList<>();
    for (List<String> cut : cuts) {
      int kept = 0;
      for (int i = 0; i < cut.size(); i++) {
        kept += keeps(cut.get(i), original.path(i)) ? 1 : 0;
      }
      if (kept > most) {
        most = kept;
        best.clear();
      }
      if (kept == most) {
        best.add(cut);
      }
    }
    return best;
  }

  private static boolean keeps(String piece, JsonNode old) {
    return piece.isEmpty()
        ? Same.blank(old)
        : !Same.blank(old) && Same.fold(old.asText()).equals(piece);
  }

  private static JsonNode tuple(List<String> cut, JsonNode original) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < cut.size(); i++) {
      JsonNode old = original.path(i);
      JsonNode text = cut.get(i).isEmpty() ? Same.ABSENT : TextNode.valueOf(cut.get(i));
      out.add(keeps(cut.get(i), old) ? old : Fit.AS_ORIGINAL.fit(text, old).orElse(text));
    }
    return out;
  }

  private static Put.Option option(List<String> cut, JsonNode original) {
    return new Put.Option(String.join(" | ", cut), tuple(cut, original));
  }

  @Override
  public Put create(JsonNode view, References refs) {
    ArrayNode none = JsonNodeFactory.instance.arrayNode();
    // Without an original there is no anchor: no part was "unchanged".
    ConcatLens alone =
        new ConcatLens(separator, skipBlank, parts, false, ambiguous, decided, witness);
    return alone.put(view, none, refs);
  }

  @Override
  public boolean closed() {
    return false;
  }

  @Override
  public Cells cells() {
    boolean rule = ambiguous != Ambiguous.FLAG;
    Grade.Cell edit = decided ? Grade.Cell.ORIGINAL : rule ? Grade.Cell.ORIGINAL : Grade.Cell.RULE;
    return Cells.of(
        Grade.Cell.RULE,
        edit,
        decided && !skipBlank ? Grade.Cell.EXACT : rule ? Grade.Cell.ORIGINAL : Grade.Cell.RULE,
        decided ? "the patterns decide the cut" : "two cuts fit, e.g. \"" + witness + "\"");
  }
}
