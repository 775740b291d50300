package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An answer of HubSpot's error envelope, thrown by whoever finds the fault. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String category;
  private final transient ObjectNode more = JsonNodeFactory.instance.objectNode();

  Refusal(int status, String category, String message) {
    super(message, null, false, false);
    this.status = status;
    this.category = category;
  }

  /** A request that is not as it must be: 400. */
  static Refusal invalid(String message) {
    return new Refusal(400, "VALIDATION_ERROR", message);
  }

  /** A value that a property does not take: 400 with the property's name in the details. */
  static Refusal of(BadValue bad) {
    Refusal refusal = invalid("Property values were not valid");
    refusal
        .detail(String.valueOf(bad.getMessage()), "propertyName", bad.property())
        .put("code", bad.code())
        .put("in", bad.property());
    return refusal;
  }

  /** A token without a scope: 403. */
  static Refusal scope(String scope) {
    Refusal refusal =
        new Refusal(
            403,
            "MISSING_SCOPES",
            "This app hasn't been granted all required scopes to make this call. Read more about"
                + " required scopes here: https://developers.hubspot.com/scopes.");
    refusal.detail(
        "One or more of the following scopes are required.", "requiredGranularScopes", scope);
    return refusal;
  }

  private ObjectNode detail(String message, String name, String value) {
    ObjectNode error = more.withArray("/errors").addObject().put("message", message);
    error.putObject("context").putArray(name).add(value);
    return error;
  }

  /** A record that is not there: 404. */
  static Refusal missing(ObjectType type, String id) {
    return new Refusal(404, "OBJECT_NOT_FOUND", "Object not found.  objectId are usually numeric.")
        .context("id", List.of(id))
        .context("objectType", List.of(type.singular()));
  }

  /** Adds to the context. */
  Refusal context(String name, Iterable<String> values) {
    values.forEach(more.withObject("/context").withArray("/" + name)::add);
    return this;
  }

  /** Adds a finer category. */
  Refusal sub(String subCategory) {
    more.put("subCategory", subCategory);
    return this;
  }

  int status() {
    return status;
  }

  String category() {
    return category;
  }

  /** The envelope; in a batch's list of errors it has no correlation id. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", "error").put("message", getMessage()).put("category", category);
    json.setAll(more.deepCopy());
    return json;
  }
}
