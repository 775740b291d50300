package dev.backhaul.parity;

import java.util.Collection;
import java.util.List;

/** A page being written: every text and every attribute goes through one escaper. */
final class Html {
  private final StringBuilder out = new StringBuilder(16_000);

  /** Text as it may stand between tags or in a quoted attribute. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\r', '\t' -> out.append(' ');
                default -> {
                  boolean broken = Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF;
                  // A right-to-left override could make a text read as another.
                  boolean turning = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
                  out.appendCodePoint(broken || turning ? 0xFFFD : c);
                }
              }
            });
    return out.toString();
  }

  /** Markup of our own, as it is. */
  Html raw(String markup) {
    out.append(markup).append('\n');
    return this;
  }

  /** An element around a text. */
  Html text(String tag, String text) {
    out.append('<')
        .append(tag)
        .append('>')
        .append(escape(text))
        .append("</")
        .append(tag)
        .append(">\n");
    return this;
  }

  /** A paragraph of a class ({@code good}, {@code bad}, {@code quiet}). */
  Html note(String kind, String text) {
    out.append("<p class=\"").append(kind).append("\">").append(escape(text)).append("</p>\n");
    return this;
  }

  /** Pairs of a name and what it is. */
  Html facts(List<List<String>> pairs) {
    out.append("<dl>\n");
    for (List<String> pair : pairs) {
      out.append("<dt>").append(escape(pair.get(0))).append("</dt><dd>");
      out.append(escape(pair.get(1))).append("</dd>\n");
    }
    out.append("</dl>\n");
    return this;
  }

  /** A list of sentences. */
  Html list(Collection<String> lines) {
    out.append("<ul>\n");
    lines.forEach(line -> text("li", line));
    out.append("</ul>\n");
    return this;
  }

  /** A table; a column of numbers stands to the right, its head too. */
  Html table(List<String> head, List<List<String>> rows) {
    out.append("<div class=\"wide\"><table>\n<thead><tr>");
    for (int i = 0; i < head.size(); i++) {
      int column = i;
      boolean numbers = !rows.isEmpty() && rows.stream().allMatch(row -> number(row.get(column)));
      out.append(numbers ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
      out.append(escape(head.get(i))).append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      out.append("<tr>");
      for (String cell : row) {
        out.append(number(cell) ? "<td class=\"n\">" : "<td>").append(escape(cell)).append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
    return this;
  }

  private static boolean number(String cell) {
    return cell.matches("-?[0-9][0-9,]*");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
