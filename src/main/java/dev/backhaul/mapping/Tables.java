package dev.backhaul.mapping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The named value maps and id tables of a file, by the raw text of their cells. */
final class Tables {
  private final Map<String, Map<String, String>> named = new LinkedHashMap<>();

  static Tables read(@org.jspecify.annotations.Nullable Doc doc) {
    Tables tables = new Tables();
    if (doc != null) {
      doc.entries().forEach((name, table) -> tables.named.put(name, table(table)));
    }
    return tables;
  }

  Map<String, Map<String, String>> named() {
    return named;
  }

  Map<String, String> named(Doc name) {
    Map<String, String> table = named.get(name.text());
    if (table == null) {
      throw name.error(Nearest.unknown("table", name.text(), named.keySet()));
    }
    return table;
  }

  /**
   * Inline pairs, or {@code {csv: file, from: column, to: column}} relative to the mapping file.
   */
  static Map<String, String> table(Doc doc) {
    Map<String, Doc> entries = doc.entries();
    return entries.containsKey("csv") ? csv(doc) : pairs(doc);
  }

  static Map<String, String> pairs(Doc doc) {
    Map<String, String> out = new LinkedHashMap<>();
    doc.entries().forEach((from, to) -> out.put(from, Same.fold(to.text())));
    return out;
  }

  static Map<String, String> csv(Doc doc) {
    Doc name = doc.need("csv");
    Path file = doc.file().resolveSibling(name.text());
    List<List<String>> rows;
    try {
      rows = rows(Files.readString(file));
    } catch (IOException e) {
      throw new MappingException(
          doc.file(), name.line(), "cannot read the table " + name.text(), e);
    }
    if (rows.isEmpty()) {
      throw name.error("the table " + name.text() + " has no header line");
    }
    int from = column(rows.get(0), doc.need("from"));
    int to = column(rows.get(0), doc.need("to"));
    Map<String, String> out = new LinkedHashMap<>();
    for (int i = 1; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      if (row.size() <= Math.max(from, to)) {
        throw name.error(name.text() + " row " + (i + 1) + ": too few columns");
      }
      if (out.put(row.get(from), Same.fold(row.get(to))) != null) {
        throw name.error(
            name.text() + " row " + (i + 1) + ": the same " + doc.need("from").text() + " twice");
      }
    }
    return out;
  }

  private static int column(List<String> header, Doc name) {
    int at = header.indexOf(name.text());
    if (at < 0) {
      throw name.error(Nearest.unknown("column", name.text(), header));
    }
    return at;
  }

  /** RFC 4180: quotes, doubled quotes, line breaks inside quotes. */
  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    String all = text.startsWith("\ufeff") ? text.substring(1) : text;
    for (int i = 0; i < all.length(); i++) {
      char c = all.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < all.length() && all.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        row.add(cell.toString());
        cell.setLength(0);
      } else if (c == '\n') {
        row.add(cell.toString());
        cell.setLength(0);
        add(rows, row);
        row = new ArrayList<>();
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    row.add(cell.toString());
    add(rows, row);
    return rows;
  }

  private static void add(List<List<String>> rows, List<String> row) {
    if (row.size() > 1 || !row.get(0).isEmpty()) {
      rows.add(row);
    }
  }
}
