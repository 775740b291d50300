package dev.backhaul.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.backhaul.json.Json;
import dev.backhaul.yaml.Reference;
import dev.backhaul.yaml.Schemas;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code config/schema/*.schema.json} and {@code docs/reference/*.md} from the records that
 * parse the files, or with {@code --check} says which of them no longer say what the code does.
 */
public final class Documents {
  /** Kinds of file, by the name of their schema and page. */
  private static final Map<String, Page> PAGES = pages();

  private Documents() {}

  /**
   * A kind of file.
   *
   * @param title what people call it
   */
  private record Page(String title, Class<?> type) {}

  private static Map<String, Page> pages() {
    Map<String, Page> out = new LinkedHashMap<>();
    out.put("backhaul", new Page("config/backhaul.yaml", ServiceConfig.class));
    out.put("migration", new Page("config/migrations/<name>/migration.yaml", Migration.class));
    out.put("platform", new Page("config/platforms/<name>.yaml", Manifest.class));
    out.put("integration", new Page("config/integrations/<kind>.yaml", IntegrationKind.class));
    out.put(
        "integrations", new Page("config/migrations/<name>/integrations.yaml", Integrations.class));
    return out;
  }

  /** Arguments: the project's folder (default: this one) and {@code --check}; exit 1 on drift. */
  public static void main(String[] args) throws IOException {
    System.exit(run(List.of(args), System.out));
  }

  static int run(List<String> args, PrintStream out) throws IOException {
    boolean check = args.contains("--check");
    Path root = Path.of(args.stream().filter(arg -> !arg.startsWith("--")).findFirst().orElse("."));
    if (!check) {
      write(root);
      return 0;
    }
    List<Path> drifted = drifted(root);
    drifted.forEach(
        file ->
            out.println(file + ": no longer what the code says; run " + Documents.class.getName()));
    return drifted.isEmpty() ? 0 : 1;
  }

  /** The records that files are bound to. */
  static List<Class<?>> types() {
    List<Class<?>> out = new ArrayList<>();
    PAGES.values().forEach(page -> out.add(page.type()));
    return out;
  }

  /** Writes every generated file under the project's folder. */
  static void write(Path root) throws IOException {
    for (Map.Entry<Path, String> file : generated().entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, file.getValue());
    }
  }

  /** Generated files that are missing or say something else. */
  static List<Path> drifted(Path root) throws IOException {
    List<Path> out = new ArrayList<>();
    for (Map.Entry<Path, String> file : generated().entrySet()) {
      Path path = root.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        out.add(file.getKey());
      }
    }
    return out;
  }

  private static Map<Path, String> generated() throws JsonProcessingException {
    Map<Path, String> out = new LinkedHashMap<>();
    for (Map.Entry<String, Page> entry : PAGES.entrySet()) {
      Page page = entry.getValue();
      String schema =
          Json.mapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(Schemas.of(page.type()));
      out.put(
          Path.of("config/schema", entry.getKey() + ".schema.json"),
          schema.replace("\r", "") + "\n");
      out.put(
          Path.of("docs/reference", entry.getKey() + ".md"),
          Reference.markdown(page.title(), page.type()));
    }
    out.put(Path.of("docs/reference/routes.md"), routes());
    return out;
  }

  private static String routes() {
    StringBuilder out =
        new StringBuilder(
            """
        # routes/platforms/<name>.camel.yaml

        Which routes run when this platform is a rollback's target, how often and how wide; a rollback reads
        its own target's file only. Only entries of this form may stand in these files; anything else is refused. Values are plain: no placeholders, no expressions.

        ```yaml
        - templatedRoute:
            routeTemplateRef: delta
            routeId: hubspot-ticket-delta
            parameters:
              - {name: object, value: ticket}
              - {name: schedule, value: "0 0/5 * * * ?"}
        ```
        """);
    for (RouteTemplate template : RouteTemplate.values()) {
      out.append("\n## ")
          .append(template.id())
          .append("\n\n")
          .append(template.doc())
          .append("\n\n");
      out.append("| parameter | value | default | meaning |\n|---|---|---|---|\n");
      for (RouteTemplate.Slot slot : template.slots()) {
        RouteParameter parameter = slot.parameter();
        String initial = slot.initial().map(text -> "`" + text + "`").orElse("(required)");
        out.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(parameter.key(), parameter.words(), initial, parameter.doc()));
      }
    }
    return out.toString();
  }
}
