package dev.backhaul.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Dotted;
import dev.backhaul.plan.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes staged records to files, for people who reconcile by hand. Empties each file first. */
final class Export {
  private static final int PAGE = 500;
  private final Path folder;

  Export(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes {@code <object>.csv} with the mapped fields and {@code <object>.jsonl} with all of them.
   */
  List<Path> write(Flow flow, StagedRecords staged) {
    Path csv = folder.resolve(flow.targetObject() + ".csv");
    Path lines = folder.resolve(flow.targetObject() + ".jsonl");
    List<String> paths = flow.mapping().targetPaths();
    try {
      Files.createDirectories(folder);
      try (Writer table = Files.newBufferedWriter(csv);
          Writer documents = Files.newBufferedWriter(lines)) {
        List<String> heading =
            new ArrayList<>(
                List.of("id", "kind", "joinKey", "createdAt", "changedAt", "mergedInto", "parent"));
        heading.addAll(paths);
        table.write(row(heading));
        String after = "";
        for (List<StagedRecord> page = staged.page(flow.targetObject(), after, PAGE);
            !page.isEmpty();
            page = staged.page(flow.targetObject(), after, PAGE)) {
          for (StagedRecord record : page) {
            table.write(row(cells(record, paths)));
            documents.write(Json.text(document(record)) + "\n");
            after = record.id();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(csv, lines);
  }

  private static ObjectNode document(StagedRecord record) {
    ObjectNode out = Json.object();
    out.put("object", record.object()).put("id", record.id()).put("kind", record.kind().name());
    out.put("version", record.version()).put("joinKey", record.joinKey());
    out.put("createdAt", record.createdAt() == null ? null : String.valueOf(record.createdAt()));
    out.put("changedAt", record.changedAt().toString());
    out.put("mergedInto", record.mergedInto()).put("parent", record.parent());
    out.set("fields", record.fields());
    return out;
  }

  private static List<String> cells(StagedRecord record, List<String> paths) {
    List<String> out = new ArrayList<>();
    out.add(record.id());
    out.add(record.kind().name());
    out.add(or(record.joinKey()));
    out.add(or(record.createdAt()));
    out.add(or(record.changedAt()));
    out.add(or(record.mergedInto()));
    out.add(or(record.parent()));
    for (String path : paths) {
      JsonNode value = Dotted.at(record.fields(), path);
      out.add(
          value.isMissingNode() || value.isNull()
              ? ""
              : value.isValueNode() ? value.asText() : Json.text(value));
    }
    return out;
  }

  private static String or(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** RFC 4180; a cell that a spreadsheet would run as a formula begins with an apostrophe. */
  static String row(List<String> cells) {
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (String cell : cells) {
      boolean formula =
          !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 && !cell.matches("-?[0-9.]+");
      String safe = formula ? "'" + cell : cell;
      boolean quoted = safe.matches("(?s).*[\",\r\n].*");
      out.append(first ? "" : ",").append(quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe);
      first = false;
    }
    return out.append("\r\n").toString();
  }
}
