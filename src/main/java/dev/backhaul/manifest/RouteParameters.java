package dev.backhaul.manifest;

import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Node;
import dev.backhaul.yaml.Place;
import dev.backhaul.yaml.Problem;
import dev.backhaul.yaml.YamlException;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code routes/platforms/<name>.camel.yaml}: a route made of a template, with checked
 * values. These files are loaded as Camel routes, so that only what is recognised here may stand in
 * them: an expression, a bean or an endpoint in such a file would be code that nobody reviewed.
 *
 * @param template the template
 * @param routeId the route's id, unique in the file
 * @param values every parameter of the template, defaults included
 * @param at where the entry stands
 */
public record RouteParameters(
    RouteTemplate template, String routeId, Map<RouteParameter, String> values, Place at) {

  /** Copies its values. */
  public RouteParameters {
    values = Map.copyOf(values);
  }

  /** An entry as it stands in the file. */
  @Doc("One route, made of a template.")
  record Entry(@Doc("The template and its parameters.") TemplatedRoute templatedRoute) {}

  /** A template's use as Camel's YAML DSL spells it; its other keys are refused on purpose. */
  @Doc("A template and its parameters.")
  record TemplatedRoute(
      @Doc("The template.") RouteTemplate routeTemplateRef,
      @Doc("The route's id, unique among all routes.") String routeId,
      @Doc("The parameters.") List<Parameter> parameters,
      Place at) {
    TemplatedRoute {
      if (!routeId.matches("[a-z][a-z0-9-]{0,62}")) {
        throw new IllegalArgumentException(
            "routeId: must be lower-case letters, digits and dashes, beginning with a letter");
      }
    }
  }

  /** One parameter. */
  @Doc("One parameter.")
  record Parameter(
      @Doc("Its name.") String name, @Doc("Its value, a single one.") Node value, Place at) {}

  /**
   * Reads and checks a file.
   *
   * @throws YamlException with every problem of the file
   */
  public static List<RouteParameters> read(Path file) {
    return of(YamlFile.read(file));
  }

  /** As {@link #read}, of a tree. */
  static List<RouteParameters> of(Node root) {
    if (!(root instanceof Node.Sequence entries)) {
      throw new YamlException(
          List.of(Problem.at(root.at(), "expected a list of \"- templatedRoute:\"", "")));
    }
    List<Problem> problems = new ArrayList<>();
    List<RouteParameters> out = new ArrayList<>();
    Map<String, Place> ids = new HashMap<>();
    for (Node item : entries.items()) {
      try {
        TemplatedRoute route = Binder.bind(item, Entry.class).templatedRoute();
        Place first = ids.putIfAbsent(route.routeId(), route.at());
        if (first != null) {
          problems.add(
              Problem.at(
                  route.at(),
                  "route \"" + route.routeId() + "\" stands twice",
                  "the first one is on line " + first.line()));
        }
        out.add(
            new RouteParameters(
                route.routeTemplateRef(), route.routeId(), values(route, problems), route.at()));
      } catch (YamlException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new YamlException(problems);
    }
    return List.copyOf(out);
  }

  private static Map<RouteParameter, String> values(TemplatedRoute route, List<Problem> problems) {
    Map<String, RouteTemplate.Slot> slots = route.routeTemplateRef().slotsByKey();
    Map<RouteParameter, String> out = new LinkedHashMap<>();
    for (Parameter parameter : route.parameters()) {
      RouteTemplate.Slot slot = slots.get(parameter.name());
      if (slot == null) {
        problems.add(
            Problem.at(
                parameter.at(),
                "template \"%s\" takes no parameter \"%s\""
                    .formatted(route.routeTemplateRef().id(), parameter.name()),
                "it takes " + String.join(", ", slots.keySet())));
        continue;
      }
      if (!(parameter.value() instanceof Node.Scalar scalar)) {
        problems.add(
            Problem.at(parameter.value().at(), parameter.name() + " must be a single value", ""));
        continue;
      }
      String value = scalar.text();
      String refused = refused(slot.parameter(), value);
      if (refused != null) {
        problems.add(Problem.at(parameter.value().at(), refused, ""));
      }
      if (out.put(slot.parameter(), value) != null) {
        problems.add(
            Problem.at(
                parameter.at(),
                "parameter \"" + parameter.name() + "\" stands twice",
                "remove one"));
      }
    }
    for (RouteTemplate.Slot slot : slots.values()) {
      if (!out.containsKey(slot.parameter())) {
        slot.initial()
            .ifPresentOrElse(
                initial -> out.put(slot.parameter(), initial),
                () ->
                    problems.add(
                        Problem.at(
                            route.at(),
                            "missing parameter \"" + slot.parameter().key() + "\"",
                            slot.parameter().doc())));
      }
    }
    return out;
  }

  private static @Nullable String refused(RouteParameter parameter, String value) {
    if (value.contains("{{") || value.contains("${")) {
      return parameter.key() + " must be a plain value, without placeholders or expressions";
    }
    try {
      parameter.check(value);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
