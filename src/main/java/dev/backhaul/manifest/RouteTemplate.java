package dev.backhaul.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A route template that platform files may use, and the parameters it takes. The templates
 * themselves are code, in {@code routes/}.
 */
public enum RouteTemplate {
  /** Reads changes of one object. */
  DELTA(
      "delta",
      "Reads the changes of one object, page by page, and stages them.",
      List.of(Slot.required(RouteParameter.OBJECT), Slot.of(RouteParameter.PAGE_SIZE, "100"))),
  /** Reads who changed what. */
  EVIDENCE(
      "evidence",
      "Reads who changed which field of the staged records of one object.",
      List.of(Slot.required(RouteParameter.OBJECT), Slot.of(RouteParameter.BATCH_SIZE, "50"))),
  /** The long-running service's round. */
  WATCH(
      "watch",
      "While the service runs: stages, plans, and applies what a standing approval allows, on a"
          + " schedule.",
      List.of(Slot.of(RouteParameter.SCHEDULE, "0 0/5 * * * ?")));

  private final String id;
  private final String doc;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Slot> slots;

  /**
   * A parameter as one template takes it.
   *
   * @param initial its value when left out; empty if it must be given
   */
  public record Slot(RouteParameter parameter, Optional<String> initial) {
    static Slot required(RouteParameter parameter) {
      return new Slot(parameter, Optional.empty());
    }

    static Slot of(RouteParameter parameter, String initial) {
      return new Slot(parameter, Optional.of(initial));
    }
  }

  RouteTemplate(String id, String doc, List<Slot> slots) {
    this.id = id;
    this.doc = doc;
    this.slots = slots;
  }

  /** As written in {@code routeTemplateRef}. */
  public String id() {
    return id;
  }

  /** What routes made of it do. */
  public String doc() {
    return doc;
  }

  /** The parameters it takes. */
  public List<Slot> slots() {
    return slots;
  }

  Map<String, Slot> slotsByKey() {
    Map<String, Slot> out = new LinkedHashMap<>();
    slots.forEach(slot -> out.put(slot.parameter().key(), slot));
    return out;
  }
}
