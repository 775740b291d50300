package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import dk.brics.automaton.BasicOperations;
import dk.brics.automaton.RegExp;
import dk.brics.automaton.RunAutomaton;
import dk.brics.automaton.SpecialOperations;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the transforms of one field. */
final class LensReader {
  /** The keys that name a transform of one field; a field has at most one, and perhaps steps. */
  static final Set<String> TRANSFORMS =
      Set.of(
          "const", "default", "map", "bool", "date", "number", "concat", "split", "join", "set",
          "lookup", "ref", "html");

  private static final Set<String> WORDS = Set.of("trim", "lower", "upper", "squeeze", "nfc");
  private static final Set<String> STEPS =
      Set.of(
          "truncate",
          "default",
          "map",
          "bool",
          "date",
          "number",
          "split",
          "join",
          "set",
          "lookup",
          "ref",
          "html");

  private final Tables tables;
  private final Back back;

  LensReader(Tables tables, Back back) {
    this.tables = tables;
    this.back = back;
  }

  /** The lens of a field line. */
  Lens lens(Map<String, Doc> field, Doc doc, int sources) {
    List<Lens> all = new ArrayList<>();
    for (String key : TRANSFORMS) {
      Doc spec = field.get(key);
      if (spec != null) {
        if (!all.isEmpty()) {
          throw spec.error("a field has one transform; put further ones under `steps:`");
        }
        all.add(one(key, spec, sources));
      }
    }
    if (sources > 1 && !(field.containsKey("concat"))) {
      throw doc.error("several sources need `concat:`");
    }
    Doc steps = field.get("steps");
    if (steps != null) {
      steps.items().forEach(step -> all.add(step(step)));
    }
    if (all.isEmpty()) {
      return new CopyLens(fit(field.get("type")));
    }
    Doc type = field.get("type");
    if (type != null) {
      throw type.error("`type:` belongs to a plain copy, or into map, lookup or ref");
    }
    return all.size() == 1 ? all.get(0) : new StepsLens(List.copyOf(all));
  }

  private Lens step(Doc step) {
    if (step.isScalar()) {
      if (!WORDS.contains(step.text())) {
        throw step.error(Nearest.unknown("step", step.text(), WORDS));
      }
      return step.word(CaseLens.class);
    }
    Map<String, Doc> entries = step.entries(STEPS);
    if (entries.size() != 1) {
      throw step.error("a step is one word, or one key such as `truncate: 255`");
    }
    Map.Entry<String, Doc> only = entries.entrySet().iterator().next();
    return one(only.getKey(), only.getValue(), 1);
  }

  private Lens one(String key, Doc spec, int sources) {
    return switch (key) {
      case "const" -> new ConstLens(spec.json());
      case "default" -> new DefaultLens(spec.json(), born());
      case "map" -> table(spec, TableLens.Codes.MAP);
      case "lookup" -> table(spec, TableLens.Codes.LOOKUP);
      case "bool" -> bool(spec);
      case "date" -> date(spec);
      case "number" -> number(spec);
      case "truncate" -> truncate(spec);
      case "concat" -> concat(spec, sources);
      case "split" -> list(spec, true);
      case "join" -> list(spec, false);
      case "set" -> set(spec);
      case "ref" -> ref(spec);
      case "html" -> html(spec);
      default -> throw spec.error("no transform '" + key + "'");
    };
  }

  private DefaultLens.Born born() {
    Doc rule = back.rule("default");
    return rule == null ? DefaultLens.Born.ASK : rule.word(DefaultLens.Born.class);
  }

  static Fit fit(@Nullable Doc type) {
    if (type == null) {
      return Fit.AS_ORIGINAL;
    }
    Fit fit = type.word(Fit.class);
    if (fit == Fit.AS_ORIGINAL) {
      throw type.error("expected text, number or boolean");
    }
    return fit;
  }

  private TableLens table(Doc spec, TableLens.Codes codes) {
    Map<String, Doc> entries = spec.entries();
    boolean named =
        entries.containsKey("table") || entries.containsKey("values") || entries.containsKey("csv");
    if (!named) {
      for (String key : List.of("otherwise", "passthrough")) {
        Doc misplaced = entries.get(key);
        if (misplaced != null) {
          throw misplaced.error("put the pairs under `values:` to use `" + key + ":`");
        }
      }
      return new TableLens(Tables.pairs(spec), prefer(), null, false, Fit.AS_ORIGINAL, codes);
    }
    spec.entries("table", "values", "csv", "from", "to", "otherwise", "passthrough", "type");
    Doc table = entries.get("table");
    Doc values = entries.get("values");
    Map<String, String> pairs =
        table != null
            ? tables.named(table)
            : values != null ? Tables.pairs(values) : Tables.csv(spec);
    Doc otherwise = entries.get("otherwise");
    Doc passthrough = entries.get("passthrough");
    return new TableLens(
        pairs,
        prefer(),
        otherwise == null ? null : otherwise.text(),
        passthrough != null && passthrough.flag(),
        fit(entries.get("type")),
        codes);
  }

  private Map<String, String> prefer() {
    Doc rule = back.rule("prefer");
    return rule == null ? Map.of() : Tables.pairs(rule);
  }

  private static Lens bool(Doc spec) {
    Map<String, Doc> entries = spec.entries("whenTrue", "whenFalse", "not");
    Doc not = entries.get("not");
    return new BoolLens(
        spellings(entries.get("whenTrue"), true),
        spellings(entries.get("whenFalse"), false),
        not != null && not.flag());
  }

  private static List<JsonNode> spellings(@Nullable Doc doc, boolean value) {
    if (doc == null) {
      return List.of(com.fasterxml.jackson.databind.node.BooleanNode.valueOf(value));
    }
    List<JsonNode> out = doc.items().stream().map(Doc::json).toList();
    if (out.isEmpty()) {
      throw doc.error("expected at least one spelling");
    }
    return out;
  }

  private Lens date(Doc spec) {
    Map<String, Doc> entries = spec.entries("from", "to", "zone");
    Doc zone = entries.get("zone");
    Doc time = back.rule("time");
    return new DateLens(
        spec.need("from").word(Stamp.class),
        spec.need("to").word(Stamp.class),
        zone == null ? ZoneOffset.UTC : zone(zone),
        time == null ? null : time(time));
  }

  private static ZoneId zone(Doc doc) {
    try {
      return ZoneId.of(doc.text());
    } catch (DateTimeException e) {
      throw new MappingException(
          doc.file(),
          doc.line(),
          "unknown zone '" + doc.text() + "'; expected e.g. Europe/Berlin",
          e);
    }
  }

  private static LocalTime time(Doc doc) {
    try {
      return LocalTime.parse(doc.text());
    } catch (DateTimeException e) {
      throw new MappingException(doc.file(), doc.line(), "expected a time such as \"09:00\"", e);
    }
  }

  private static Lens number(Doc spec) {
    Map<String, Doc> entries = spec.entries("scale", "rounding", "as", "type");
    Doc scale = entries.get("scale");
    Doc rounding = entries.get("rounding");
    Doc as = entries.get("as");
    return new NumberLens(
        scale == null ? -1 : scale.whole(),
        rounding == null ? RoundingMode.HALF_UP : rounding.word(RoundingMode.class),
        as != null && as.word(Fit.class) == Fit.TEXT,
        fit(entries.get("type")));
  }

  private Lens truncate(Doc spec) {
    Doc rule = back.rule("truncated");
    TruncateLens.Cut cut = rule == null ? TruncateLens.Cut.FLAG : rule.word(TruncateLens.Cut.class);
    if (spec.isScalar()) {
      return new TruncateLens(spec.whole(), TruncateLens.Unit.CODE_POINTS, cut);
    }
    Map<String, Doc> entries = spec.entries("length", "unit");
    Doc unit = entries.get("unit");
    return new TruncateLens(
        spec.need("length").whole(),
        unit == null ? TruncateLens.Unit.CODE_POINTS : unit.word(TruncateLens.Unit.class),
        cut);
  }

  private Lens concat(Doc spec, int sources) {
    Map<String, Doc> entries = spec.entries("sep", "skipBlank", "parts");
    Doc sep = entries.get("sep");
    Doc skip = entries.get("skipBlank");
    String separator = sep == null ? " " : sep.text();
    boolean skipBlank = skip != null && skip.flag();
    List<Automaton> patterns = new ArrayList<>();
    Doc parts = entries.get("parts");
    if (parts != null) {
      parts.entries().forEach((name, pattern) -> patterns.add(pattern(pattern)));
    } else {
      for (int i = 0; i < sources; i++) {
        patterns.add(new RegExp(".+", RegExp.NONE).toAutomaton());
      }
    }
    if (patterns.size() != sources) {
      throw spec.error(
          "expected " + sources + " parts, one for each source; found " + patterns.size());
    }
    @Nullable String witness = witness(patterns, separator);
    Doc anchor = back.rule("anchor");
    Doc ambiguous = back.rule("ambiguous");
    return new ConcatLens(
        separator,
        skipBlank,
        patterns.stream().map(RunAutomaton::new).toList(),
        anchor == null || anchor.word(Anchor.class) == Anchor.UNCHANGED_PART,
        ambiguous == null ? ConcatLens.Ambiguous.FLAG : ambiguous.word(ConcatLens.Ambiguous.class),
        witness == null,
        witness == null ? "" : witness);
  }

  private enum Anchor {
    UNCHANGED_PART,
    NONE
  }

  private static Automaton pattern(Doc doc) {
    try {
      return new RegExp(doc.text(), RegExp.NONE).toAutomaton();
    } catch (IllegalArgumentException e) {
      throw new MappingException(doc.file(), doc.line(), "not a pattern: " + e.getMessage(), e);
    }
  }

  /** The shortest text that two cuts fit; null if every text has at most one cut. */
  private static @Nullable String witness(List<Automaton> parts, String separator) {
    Automaton rest = parts.get(parts.size() - 1);
    for (int i = parts.size() - 2; i >= 0; i--) {
      Automaton tail = BasicOperations.concatenate(BasicAutomata.makeString(separator), rest);
      String text = SpecialOperations.overlap(parts.get(i), tail).getShortestExample(true);
      if (text != null) {
        return text;
      }
      rest = BasicOperations.concatenate(parts.get(i), tail);
    }
    return null;
  }

  private enum Shape {
    LIST,
    SET
  }

  private static Lens list(Doc spec, boolean split) {
    Map<String, Doc> entries = spec.entries("sep", "as");
    String sep = spec.need("sep").text();
    if (sep.isEmpty()) {
      throw spec.need("sep").error("the separator is empty");
    }
    Doc as = entries.get("as");
    Texts from = new Texts(split ? sep : null);
    Texts to = new Texts(split ? null : sep);
    return as != null && as.word(Shape.class) == Shape.SET
        ? new SetLens(from, to, null)
        : new ListLens(from, to);
  }

  private Lens set(Doc spec) {
    Map<String, Doc> entries = spec.entries("sep", "sourceSep", "map");
    Doc sep = entries.get("sep");
    Doc sourceSep = entries.get("sourceSep");
    Doc map = entries.get("map");
    return new SetLens(
        new Texts(sourceSep == null ? null : sourceSep.text()),
        new Texts(sep == null ? null : sep.text()),
        map == null ? null : table(map, TableLens.Codes.MAP));
  }

  private static Lens ref(Doc spec) {
    if (spec.isScalar()) {
      return new RefLens(spec.text(), Fit.AS_ORIGINAL);
    }
    Map<String, Doc> entries = spec.entries("object", "type");
    return new RefLens(spec.need("object").text(), fit(entries.get("type")));
  }

  private Lens html(Doc spec) {
    if (!spec.text().equals("to-text")) {
      throw spec.error("expected `html: to-text`");
    }
    Doc rule = back.rule("html");
    if (rule != null && !rule.text().equals("wrap-paragraphs")) {
      throw rule.error("expected `html: wrap-paragraphs`");
    }
    return new HtmlLens(rule != null);
  }
}
