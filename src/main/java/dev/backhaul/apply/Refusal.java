package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Correction;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why one write was refused: the root cause that refusals are grouped by, what the platform said in
 * full, and what a person can do about it.
 *
 * @param field the field the platform named first; null if it named none
 * @param cause codes, fields and the shapes of the messages; no values
 * @param reason the error map's word for it
 * @param errors what the platform said, values included: personal data
 * @param paths fields of the write that it named
 */
record Refusal(
    @Nullable String field, String cause, String reason, ArrayNode errors, List<String> paths) {

  static Refusal of(Entry entry, Failure failure) {
    ObjectNode wanted = entry.intent().wanted();
    ArrayNode errors = Json.mapper().createArrayNode();
    TreeSet<String> causes = new TreeSet<>();
    TreeSet<String> paths = new TreeSet<>();
    String field = null;
    List<Failure.FieldError> named =
        failure instanceof Failure.Rejected rejected ? rejected.fields() : List.of();
    for (Failure.FieldError error : named) {
      String name = error.field();
      field = field == null ? name : field;
      errors
          .addObject()
          .put("field", name)
          .put("code", error.code())
          .put("message", error.message());
      String shape = MessageShape.of(error.message(), wanted);
      causes.add(
          (name == null ? "" : name + ": ")
              + error.code()
              + (shape.isEmpty() ? "" : " (" + shape + ")"));
      if (name != null) {
        paths.addAll(pathsOf(name, wanted));
      }
    }
    return new Refusal(
        field,
        causes.isEmpty() ? failure.reason() : String.join("; ", causes),
        failure.reason(),
        errors,
        List.copyOf(paths));
  }

  /** The paths written that a platform's name for a field means. */
  private static List<String> pathsOf(String name, ObjectNode wanted) {
    List<String> written = new ArrayList<>();
    wanted.path(Wanted.SET).fieldNames().forEachRemaining(written::add);
    wanted.path(Wanted.CLEAR).forEach(path -> written.add(path.asText()));
    List<String> exact = written.stream().filter(name::equals).toList();
    return exact.isEmpty()
        ? written.stream()
            .filter(
                path ->
                    path.endsWith("." + name)
                        || path.startsWith(name + ".")
                        || path.contains("=" + name + "."))
            .toList()
        : exact;
  }

  ObjectNode describe(ObjectNode detail) {
    detail.put("cause", cause).put("reason", reason);
    detail.set("fields", errors);
    paths.forEach(detail.putArray(Correction.PATHS)::add);
    return detail;
  }

  List<Question.Choice> choices() {
    List<Question.Choice> out = new ArrayList<>();
    out.add(Asked.choice(Asked.AGAIN));
    for (Correction.Kind kind :
        List.of(Correction.Kind.WITHOUT, Correction.Kind.SET, Correction.Kind.MAP)) {
      ObjectNode effect = Json.object().put("do", kind.choice());
      paths.forEach(effect.putArray(Correction.PATHS)::add);
      out.add(new Question.Choice(kind.choice(), effect));
    }
    out.add(Asked.choice(Asked.LEAVE));
    return out;
  }
}
