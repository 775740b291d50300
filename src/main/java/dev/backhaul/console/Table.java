package dev.backhaul.console;

import java.util.ArrayList;
import java.util.List;

/** A plain text table: left-aligned columns, numbers to the right. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  private Table() {}

  /** A table with these headings. */
  public static Table of(String... headings) {
    Table table = new Table();
    table.rows.add(List.of(headings));
    return table;
  }

  /** Adds a row; a number is set to the right. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(
          cell instanceof Number number ? Words.count(number.longValue()) : String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** True if it has headings only. */
  public boolean empty() {
    return rows.size() == 1;
  }

  /** The table, each line indented by two spaces and ended by a line break. */
  public String text() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        String space = " ".repeat(widths[i] - cell.length());
        line.append(Words.isCount(cell) ? space + cell : cell + space).append("  ");
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
