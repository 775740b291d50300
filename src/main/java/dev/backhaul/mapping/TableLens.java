package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value map or an id table, by the text of the values. */
final class TableLens implements Lens {
  /** The codes of a question: value map or id table. */
  record Codes(Code unmapped, Code collapsed, Code otherwise) {
    static final Codes MAP =
        new Codes(
            Code.UNMAPPED_TARGET_VALUE, Code.AMBIGUOUS_COLLAPSED_VALUE, Code.MAP_DEFAULT_EDITED);
    static final Codes LOOKUP = new Codes(Code.UNKNOWN_ID, Code.SHARED_OWNER, Code.SHARED_OWNER);
  }

  private final Map<String, String> table;
  private final Map<String, List<String>> preimages = new LinkedHashMap<>();
  private final Map<String, String> prefer;
  private final @Nullable String otherwise;
  private final boolean passthrough;
  private final Fit fit;
  private final Codes codes;

  TableLens(
      Map<String, String> table,
      Map<String, String> prefer,
      @Nullable String otherwise,
      boolean passthrough,
      Fit fit,
      Codes codes) {
    this.table = table;
    this.prefer = prefer;
    this.otherwise = otherwise;
    this.passthrough = passthrough;
    this.fit = fit;
    this.codes = codes;
    table.forEach((from, to) -> preimages.computeIfAbsent(to, k -> new ArrayList<>()).add(from));
  }

  Map<String, String> table() {
    return table;
  }

  @Override
  public JsonNode get(JsonNode source, References refs) {
    if (source.isContainerNode()) {
      return Same.ABSENT;
    }
    String key = Same.blank(source) ? "" : source.asText();
    String value = table.get(key);
    if (value != null) {
      return TextNode.valueOf(value);
    }
    if (key.isEmpty()) {
      return source;
    }
    if (passthrough) {
      return source;
    }
    return otherwise == null ? Same.ABSENT : TextNode.valueOf(otherwise);
  }

  /** The source texts that give this target text, without the unlisted ones behind `otherwise`. */
  List<String> candidates(String view) {
    List<String> listed = preimages.getOrDefault(view, List.of());
    if (!passthrough || table.containsKey(view)) {
      return listed;
    }
    List<String> all = new ArrayList<>(listed);
    all.add(view);
    return all;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    if (view.isContainerNode()) {
      return Put.stop(Code.TYPE_MISMATCH, "correct the value in the target");
    }
    String text = Same.fold(view.asText());
    List<String> candidates = candidates(text);
    String preferred = prefer.get(text);
    if (preferred != null) {
      return answer(preferred, original);
    }
    boolean hidden = text.equals(otherwise);
    if (candidates.size() == 1 && !hidden) {
      return answer(candidates.get(0), original);
    }
    List<Put.Option> options = new ArrayList<>();
    for (String candidate : candidates) {
      if (answer(candidate, original) instanceof Put.Ok ok) {
        options.add(new Put.Option(candidate.isEmpty() ? "blank" : candidate, ok.value()));
      }
    }
    Code code =
        hidden ? codes.otherwise() : candidates.isEmpty() ? codes.unmapped() : codes.collapsed();
    String rule =
        candidates.isEmpty() && !hidden
            ? "add the target value to the table"
            : "add `back: {prefer: {\"" + text + "\": ...}}`";
    return new Put.Stop(code, options, rule);
  }

  private Put answer(String source, JsonNode original) {
    if (source.isEmpty()) {
      return Put.ok(Same.blank(original) ? original : Same.ABSENT);
    }
    JsonNode text = TextNode.valueOf(source);
    return Put.ok(fit.fit(text, original).orElse(text));
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return put(view, Same.ABSENT, refs);
  }

  @Override
  public boolean closed() {
    return !passthrough && otherwise == null && collapsed().isEmpty();
  }

  /** Target values with more than one source value and no rule. */
  private List<String> collapsed() {
    return preimages.keySet().stream()
        .filter(view -> candidates(view).size() > 1 && !prefer.containsKey(view))
        .toList();
  }

  @Override
  public Cells cells() {
    boolean shared = preimages.keySet().stream().anyMatch(view -> candidates(view).size() > 1);
    boolean asks = !collapsed().isEmpty() || (otherwise != null && !prefer.containsKey(otherwise));
    if (asks) {
      String first = collapsed().isEmpty() ? String.valueOf(otherwise) : collapsed().get(0);
      return Cells.of(
          Grade.Cell.RULE,
          Grade.Cell.RULE,
          Grade.Cell.RULE,
          "several source values become " + first);
    }
    return shared || otherwise != null
        ? Cells.of(
            Grade.Cell.RULE,
            Grade.Cell.ORIGINAL,
            Grade.Cell.ORIGINAL,
            "collapsed values have a rule")
        : Cells.of(Grade.Cell.EXACT, Grade.Cell.EXACT, Grade.Cell.EXACT, "one to one");
  }
}
