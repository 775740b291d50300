package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** Html in the source, plain text in the target. */
record HtmlLens(boolean wrap) implements Lens {
  private static final Pattern MARKUP = Pattern.compile("<[a-zA-Z/!]|&[#a-zA-Z0-9]+;");
  private static final Pattern BLANK_LINES = Pattern.compile("\n{3,}");
  private static final Pattern LINE_END = Pattern.compile("[ \t\u00a0]+\n");

  @Override
  public JsonNode get(JsonNode source, References refs) {
    if (!source.isTextual() || !MARKUP.matcher(source.textValue()).find()) {
      return source;
    }
    return TextNode.valueOf(text(source.textValue()));
  }

  private static String text(String html) {
    StringBuilder out = new StringBuilder();
    Element body = Jsoup.parseBodyFragment(html).body();
    NodeTraversor.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof org.jsoup.nodes.TextNode text) {
              String words = text.text();
              boolean fresh = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
              out.append(fresh ? words.stripLeading() : words);
            } else if (node instanceof Element element && element.normalName().equals("br")) {
              out.append('\n');
            } else if (node instanceof Element element && element.isBlock() && element != body) {
              paragraph(out, element.normalName());
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node instanceof Element element && element.isBlock() && element != body) {
              paragraph(out, element.normalName());
            }
          }
        },
        body);
    return tidy(out.toString());
  }

  private static void paragraph(StringBuilder out, String name) {
    int breaks = name.equals("p") ? 2 : 1;
    int have = 0;
    while (have < out.length() && out.charAt(out.length() - 1 - have) == '\n') {
      have++;
    }
    if (have < out.length()) {
      out.append("\n".repeat(Math.max(0, breaks - have)));
    }
  }

  private static String tidy(String text) {
    String lines = LINE_END.matcher(Same.fold(text) + "\n").replaceAll("\n");
    return BLANK_LINES.matcher(lines).replaceAll("\n\n").strip();
  }

  @Override
  public JsonNode canon(JsonNode view) {
    return view.isTextual() ? TextNode.valueOf(tidy(view.textValue())) : view;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    if (!view.isTextual()) {
      return Put.stop(Code.TYPE_MISMATCH, "correct the value in the target");
    }
    JsonNode html = TextNode.valueOf(paragraphs(view.textValue()));
    return wrap
        ? Put.ok(html)
        : new Put.Stop(
            Code.FORMATTING_LOST,
            List.of(new Put.Option("wrap paragraphs", html)),
            "add `back: {html: wrap-paragraphs}`");
  }

  private static String paragraphs(String text) {
    List<String> paragraphs = new ArrayList<>();
    for (String paragraph : tidy(text).split("\n\n")) {
      String lines =
          paragraph.lines().map(line -> Entities.escape(line)).collect(Collectors.joining("<br>"));
      paragraphs.add("<p>" + lines + "</p>");
    }
    return String.join("", paragraphs);
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return view.isTextual()
        ? Put.ok(TextNode.valueOf(paragraphs(view.textValue())))
        : Put.stop(Code.TYPE_MISMATCH, "correct the value in the target");
  }

  @Override
  public boolean closed() {
    return false;
  }

  @Override
  public Cells cells() {
    return Cells.of(
        Grade.Cell.RULE,
        wrap ? Grade.Cell.ORIGINAL : Grade.Cell.RULE,
        Grade.Cell.EXACT,
        "the target holds no formatting");
  }
}
