package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.Table;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.IntegrationFiles;
import dev.backhaul.manifest.RouteParameter;
import dev.backhaul.manifest.RouteParameters;
import dev.backhaul.manifest.RouteTemplate;
import dev.backhaul.mapping.Grade;
import dev.backhaul.plan.Flow;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Configuration;
import dev.backhaul.yaml.Problem;
import dev.backhaul.yaml.YamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads and checks every file, without asking any system; no secret is needed. */
@Command(
    name = "check",
    description =
        "Check every file offline: what is wrong, how well each field can go home, and what the last plan found of join keys and fidelity.")
final class Check implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--diff",
      description = "Also show what differs from what the service last put in force.")
  boolean diff;

  Check(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Problem> problems = new ArrayList<>();
    Configuration configuration =
        Configuration.read(session.home(), session.migration(), session.around().environment());
    List<RouteParameters> routes = routes(session.home(), problems);
    problems.addAll(configuration.migration().problems(session.around().time().instant()));
    try {
      IntegrationFiles.read(session.home(), session.migration(), session.around().environment());
    } catch (YamlException e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new YamlException(problems);
    }
    ObjectNode json = Json.object().put("migration", configuration.migration().migration());
    ArrayNode warnings = json.putArray("warnings");
    warnings(configuration, routes).forEach(warnings::add);
    Table grades = Table.of("object", "field", "grade", "why");
    ArrayNode list = json.putArray("grades");
    for (Flow flow : configuration.flows()) {
      for (Grade grade : flow.mapping().grades()) {
        ObjectNode each = list.addObject().put("object", flow.targetObject());
        each.put("field", grade.field()).put("grade", grade.word().name());
        each.put("keep", grade.keep().name()).put("edit", grade.edit().name());
        each.put("create", grade.create().name()).put("why", grade.why()).put("line", grade.line());
        grades.row(
            flow.targetObject(),
            grade.field(),
            grade.word().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
            grade.why());
      }
    }
    String last = lastPlan(configuration, json) + differing(configuration, json);
    session.report(
        json,
        () -> {
          StringBuilder out = new StringBuilder("Every file is well-formed and fits the others.\n");
          warnings.forEach(
              warning -> out.append("warning: ").append(warning.asText()).append('\n'));
          return out.append('\n').append(grades.text()).append('\n').append(last).toString();
        });
    return ExitCode.OK.code();
  }

  /** Every file of routes/platforms; problems of all of them are gathered. */
  private static List<RouteParameters> routes(Path home, List<Problem> problems) {
    List<RouteParameters> out = new ArrayList<>();
    Path folder = home.resolve("routes/platforms");
    if (!Files.isDirectory(folder)) {
      return out;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".camel.yaml")).sorted().toList()) {
        try {
          out.addAll(RouteParameters.read(file));
        } catch (YamlException e) {
          problems.addAll(e.problems());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  private static List<String> warnings(Configuration configuration, List<RouteParameters> routes) {
    List<String> out = new ArrayList<>();
    configuration.migration().warnings().forEach(problem -> out.add(problem.toString()));
    Set<String> read = new HashSet<>();
    String file = configuration.target().platform() + ".camel.yaml";
    for (RouteParameters route : routes) {
      if (!route.at().file().endsWith(file)) {
        continue;
      }
      String object = route.values().get(RouteParameter.OBJECT);
      if (object != null) {
        read.add(route.template().id() + "." + object);
      }
    }
    for (Flow flow : configuration.flows()) {
      flow.mapping().warnings().forEach(out::add);
      for (RouteTemplate template : List.of(RouteTemplate.DELTA, RouteTemplate.EVIDENCE)) {
        if (!read.contains(template.id() + "." + flow.targetObject())) {
          out.add(
              "routes/platforms/"
                  + file
                  + ": no "
                  + template.id()
                  + " route reads "
                  + flow.targetObject()
                  + ", which migration.yaml brings home; add one");
        }
      }
    }
    return out;
  }

  /** What differs from what is in force. */
  private String differing(Configuration configuration, ObjectNode json) {
    if (!diff) {
      return "";
    }
    Path file = Books.store(session.settings(), configuration).file();
    if (file != null && !Files.exists(file)) {
      return "\nNothing is in force yet: the service has not run.\n";
    }
    try (Books books = session.books()) {
      return books
          .differing(session.settings())
          .map(
              differing -> {
                json.set("diff", ReloadFiles.json(differing));
                return "\n" + ReloadFiles.text(differing);
              })
          .orElse("\nNothing is in force yet: the service has not run.\n");
    }
  }

  /** What the newest plan found; nothing is opened if no store was ever made. */
  private String lastPlan(Configuration configuration, ObjectNode json) {
    Path file = Books.store(session.settings(), configuration).file();
    // A check is offline: it neither makes a file nor asks a database.
    if (file == null || !Files.exists(file)) {
      return "Join keys and fidelity: known after the first plan.\n";
    }
    try (Books books = session.books()) {
      PlanSummary plan = books.lastPlan().orElse(null);
      if (plan == null) {
        return "Join keys and fidelity: known after the first plan.\n";
      }
      ObjectNode keys = json.putObject("joinKeys");
      Table bad = Table.of("join keys", "questions");
      plan.questions().stream()
          .filter(group -> group.code().startsWith("JOIN_KEY_"))
          .forEach(
              group -> {
                keys.put(group.object() + " " + group.code(), group.questions());
                bad.row(group.object() + " " + group.code(), group.questions());
              });
      Table fidelity = Table.of("fidelity", "field", "compared", "equal");
      ObjectNode reports = json.putObject("fidelity");
      plan.fidelity()
          .forEach(
              (object, report) -> {
                reports.set(object, report);
                report
                    .path("lines")
                    .forEach(
                        line ->
                            fidelity.row(
                                object,
                                line.path("field").asText(),
                                line.path("compared").asLong(),
                                line.path("equal").asLong()));
              });
      return (bad.empty() ? "Join keys: none is missing, doubled or edited.\n" : bad.text())
          + "\n"
          + fidelity.text();
    }
  }
}
