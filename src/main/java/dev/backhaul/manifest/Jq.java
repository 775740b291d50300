package dev.backhaul.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.backhaul.yaml.FromText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * One jq program of a manifest, compiled at load. Programs shape requests and answers and never
 * loop: what could run without bound (definitions, {@code range}, {@code while}, {@code
 * recurse}...) is refused at load, so that every program ends in time proportional to its input.
 * What it may emit is bounded too.
 */
public final class Jq {
  private static final int MOST_TEXT = 20_000;
  private static final int MOST_OUTPUTS = 100_000;
  private static final Set<String> UNBOUNDED =
      Set.of(
          "def",
          "range",
          "while",
          "until",
          "repeat",
          "recurse",
          "recurse_down",
          "env",
          "input",
          "inputs",
          "debug",
          "stderr",
          "import",
          "include",
          "combinations",
          "walk",
          "label");
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern WORD = Pattern.compile("(?<![.$@\\w])[A-Za-z_]\\w*\\b(?!\\s*:)");
  private static final Pattern SHORT_KEY = Pattern.compile("(?<=[{,]\\s{0,99})\\w+(?=\\s*[,}])");
  private static final Set<String> KEYWORDS =
      Set.of(
          "if", "then", "elif", "else", "end", "and", "or", "as", "reduce", "foreach", "try",
          "catch", "null", "true", "false", "not", "empty", "error");
  private static final Scope BUILT_IN = builtIn();
  private static final Set<String> FUNCTIONS =
      BUILT_IN.getLocalFunctions().keySet().stream()
          .map(name -> name.substring(0, name.indexOf('/')))
          .collect(Collectors.toUnmodifiableSet());

  private final String text;
  private final JsonQuery query;

  private Jq(String text, JsonQuery query) {
    this.text = text;
    this.query = query;
  }

  /**
   * Compiles a program.
   *
   * @throws IllegalArgumentException naming what is wrong with it
   */
  @FromText
  public static Jq of(String text) {
    if (text.length() > MOST_TEXT) {
      throw new IllegalArgumentException("a jq program of at most " + MOST_TEXT + " characters");
    }
    String code = SHORT_KEY.matcher(STRING.matcher(text).replaceAll("\"\"")).replaceAll("0");
    Matcher words = WORD.matcher(code);
    while (words.find()) {
      check(words.group());
    }
    try {
      return new Jq(text, JsonQuery.compile(text, Versions.JQ_1_6));
    } catch (JsonQueryException e) {
      throw new IllegalArgumentException("a valid jq program (" + firstLine(e) + ")", e);
    }
  }

  private static void check(String word) {
    if (UNBOUNDED.contains(word)) {
      throw new IllegalArgumentException(
          "a jq program without '" + word + "', which could run without end");
    }
    boolean known = KEYWORDS.contains(word) || FUNCTIONS.contains(word);
    if (!known) {
      throw new IllegalArgumentException("a jq program of known functions; '" + word + "' is none");
    }
  }

  /**
   * Runs the program.
   *
   * @return all it emits, in order
   * @throws JqException if it fails on this input; the message quotes the program, never the input
   */
  public List<JsonNode> all(JsonNode input) {
    List<JsonNode> out = new ArrayList<>();
    try {
      query.apply(
          Scope.newChildScope(BUILT_IN),
          input,
          value -> {
            if (out.size() >= MOST_OUTPUTS) {
              throw new JqException(text, "emits more than " + MOST_OUTPUTS + " values");
            }
            out.add(value);
          });
    } catch (JsonQueryException e) {
      throw new JqException(text, "does not fit this input");
    }
    return out;
  }

  /** Runs the program for its first value; a null node if it emits none. */
  public JsonNode first(JsonNode input) {
    List<JsonNode> out = all(input);
    return out.isEmpty() ? NullNode.getInstance() : out.getFirst();
  }

  /** Runs the program for a truth: only {@code true} is true. */
  public boolean test(JsonNode input) {
    JsonNode value = first(input);
    return value.isBoolean() && value.booleanValue();
  }

  /** Runs the program for a list: an array's elements, or nothing where it emits null. */
  public List<JsonNode> list(JsonNode input) {
    JsonNode value = first(input);
    if (value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new JqException(text, "must give an array");
    }
    List<JsonNode> out = new ArrayList<>(value.size());
    value.forEach(out::add);
    return out;
  }

  private static Scope builtIn() {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    return scope;
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** The program's text. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Jq jq && jq.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
