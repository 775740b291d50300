package dev.backhaul.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Correction;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Rejects;
import dev.backhaul.rollback.Books;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes refused records to a file, for people who mend them by hand. */
final class RejectsFile {
  private static final int PAGE = 500;
  private static final List<String> HEADING =
      List.of(
          "cause",
          "record",
          "object",
          "op",
          "sourceId",
          "joinKey",
          "at",
          "standing",
          "answer",
          "field",
          "code",
          "message",
          "value");

  private final Path folder;

  RejectsFile(Path folder) {
    this.folder = folder;
  }

  /** Writes {@code rejects.csv}, one line for every field that was refused; empties it first. */
  Path write(Books books, List<Rejects.Group> groups) {
    Path file = folder.resolve("rejects.csv");
    try {
      Files.createDirectories(folder);
      try (Writer table = Files.newBufferedWriter(file)) {
        table.write(Export.row(HEADING));
        for (Rejects.Group group : groups) {
          String after = "";
          for (List<Rejects.Row> page = books.rejects().rows(group.group(), after, PAGE);
              !page.isEmpty();
              page = books.rejects().rows(group.group(), after, PAGE)) {
            for (Rejects.Row row : page) {
              write(table, group, row, books.decisions().find(row.record()).orElse(null));
              after = row.question();
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static void write(
      Writer table, Rejects.Group group, Rejects.Row row, @Nullable Decision decision)
      throws IOException {
    List<String> head =
        List.of(
            group.group(),
            row.record(),
            row.object(),
            group.op(),
            or(row.sourceId()),
            or(row.joinKey()),
            row.at().toString(),
            row.standing().name(),
            or(row.choice()));
    List<String> paths = new ArrayList<>();
    row.detail().path(Correction.PATHS).forEach(path -> paths.add(path.asText()));
    List<JsonNode> errors = new ArrayList<>();
    row.detail().path("fields").forEach(errors::add);
    if (errors.isEmpty()) {
      errors.add(Json.object().put("message", row.detail().path("cause").asText("")));
    }
    for (JsonNode error : errors) {
      String field = error.path("field").asText("");
      List<String> line = new ArrayList<>(head);
      line.add(field);
      line.add(error.path("code").asText(""));
      line.add(error.path("message").asText(""));
      line.add(value(decision, field, paths));
      table.write(Export.row(line));
    }
  }

  /** What was to be written to the field that this line is about. */
  private static String value(@Nullable Decision decision, String field, List<String> paths) {
    if (decision == null || field.isEmpty()) {
      return "";
    }
    return paths.stream()
        .filter(path -> path.equals(field) || path.contains(field))
        .map(path -> decision.set().path(path))
        .filter(value -> !value.isMissingNode())
        .map(value -> value.isValueNode() ? value.asText() : Json.text(value))
        .findFirst()
        .orElse("");
  }

  private static String or(@Nullable String value) {
    return value == null ? "" : value;
  }
}
