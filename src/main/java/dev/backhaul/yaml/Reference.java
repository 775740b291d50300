package dev.backhaul.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reference page of a kind of file, made of the record that parses it: what it is for, the
 * whole file with defaults, and a table of its keys.
 */
public final class Reference {
  private static final int COMMENT_COLUMN = 44;

  private final StringBuilder yaml = new StringBuilder();
  private final StringBuilder table = new StringBuilder();
  private final Set<Class<?>> open = new LinkedHashSet<>();

  private Reference() {}

  /** A page in Markdown under the record's own name. */
  public static String markdown(Class<?> type) {
    return markdown(type.getSimpleName(), type);
  }

  /** A page in Markdown under a title, usually the file's name. */
  public static String markdown(String title, Class<?> type) {
    Reference reference = new Reference();
    reference.record(type, "", "", "");
    return """
        # %s

        %s

        Generated from the code that reads the file. Keys not named here are refused.

        ## Everything, with defaults

        ```yaml
        %s```

        ## Keys

        | key | value | default | meaning |
        |---|---|---|---|
        %s"""
        .formatted(title, Shape.of(type).doc(), reference.yaml, reference.table);
  }

  /**
   * Writes a record's keys; {@code first} is the indent of its first line, which may hold a dash.
   */
  private void record(Class<?> type, String first, String indent, String path) {
    if (!open.add(type)) {
      line(first, "# the same keys again", "");
      return;
    }
    String lead = first;
    for (Shape.Member member : Shape.of(type).keys()) {
      row(path + member.key(), member);
      member(member, lead, indent, path + member.key());
      lead = indent;
    }
    open.remove(type);
  }

  private void member(Shape.Member member, String lead, String indent, String path) {
    Class<?> inner = inner(member.type());
    if (inner == null) {
      line(lead, member.key() + ": " + value(member), presence(member));
      return;
    }
    String below = indent + "  ";
    line(lead, member.key() + ":", presence(member));
    if (!(member.type() instanceof ParameterizedType generic)) {
      block(inner, below, below, path + ".");
    } else if (generic.getRawType() == Map.class) {
      line(below, "<name>:", "");
      block(inner, below + "  ", below + "  ", path + ".*.");
    } else {
      block(inner, below + "- ", below + "  ", path + "[].");
    }
  }

  private void block(Class<?> type, String first, String indent, String path) {
    if (type.isRecord()) {
      record(type, first, indent, path);
      return;
    }
    String or = "";
    for (Map.Entry<String, Class<?>> kind : Shape.kinds(type).entrySet()) {
      yaml.append(or);
      line(first, "kind: " + kind.getKey(), "(required)");
      record(kind.getValue(), indent, indent, path + kind.getKey() + ".");
      or = indent + "# or\n";
    }
  }

  private static String value(Shape.Member member) {
    String text = member.defaultText() != null ? member.defaultText() : member.example();
    if (text != null) {
      return text;
    }
    return "<" + Words.of(member.type()).replace("`", "") + ">";
  }

  private static String presence(Shape.Member member) {
    if (member.required()) {
      return "(required)";
    }
    String text = member.defaultText();
    return text == null ? "(optional)" : inner(member.type()) == null ? "" : "default: " + text;
  }

  private void line(String lead, String text, String comment) {
    String line = lead + text;
    yaml.append(line);
    if (!comment.isEmpty()) {
      yaml.append(" ".repeat(Math.max(1, COMMENT_COLUMN - line.length())))
          .append("# ")
          .append(comment);
    }
    yaml.append('\n');
  }

  private void row(String path, Shape.Member member) {
    String initial =
        member.required()
            ? "(required)"
            : member.defaultText() == null ? "" : "`" + member.defaultText() + "`";
    List<String> meaning = new ArrayList<>(List.of(member.doc()));
    if (member.envText()) {
      meaning.add("May hold `${env:NAME}`.");
    }
    if (member.type() instanceof Class<?> raw && raw.isEnum()) {
      Shape.meanings(raw).forEach((key, doc) -> meaning.add("`" + key + "`: " + doc));
    }
    table.append(
        "| `%s` | %s | %s | %s |\n"
            .formatted(
                path,
                cell(Words.of(member.type())),
                cell(initial),
                cell(String.join(" ", meaning))));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  /**
   * The record or sealed interface that a type holds, or null if its values are written in one
   * line.
   */
  private static @Nullable Class<?> inner(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      return of[of.length - 1] instanceof Class<?> last ? inner(last) : null;
    }
    Class<?> raw = (Class<?>) type;
    boolean free = raw == JsonNode.class || raw == Node.class;
    boolean keys = raw.isRecord() || (raw.isSealed() && raw.isInterface());
    return keys && !free && ScalarKind.of(raw).isEmpty() ? raw : null;
  }
}
