package dev.backhaul.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.IntegrationCapture;
import dev.backhaul.platform.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one item differs from its capture.
 *
 * @param fields names of what is different; values may hold secrets and are not told
 * @param say what that means
 */
public record Difference(String integration, String item, List<String> fields, String say) {

  /** Of every captured item; those that are as captured are left out. */
  static List<Difference> of(Ground ground, Wired wired, Look look) {
    if (!wired.readable()) {
      return List.of();
    }
    List<Difference> out = new ArrayList<>();
    for (Captures.Capture capture :
        ground.store().read(handle -> new Captures(ground).open(handle, wired.name()))) {
      Difference one = of(wired, look, capture);
      if (one != null) {
        out.add(one);
      }
    }
    return out;
  }

  private static @Nullable Difference of(Wired wired, Look look, Captures.Capture capture) {
    ObjectNode was = capture.image();
    ObjectNode now;
    try {
      now = look.at(wired, capture.item()).image();
    } catch (PlatformException e) {
      return new Difference(
          wired.name(), capture.item(), List.of(), "not read: " + e.failure().reason());
    }
    if (was == null || now == null) {
      return was == now
          ? null
          : new Difference(
              wired.name(),
              capture.item(),
              List.of(),
              now == null ? "it is not there any more" : "it was not there when captured");
    }
    List<String> fields = fields(wired, was, now);
    return fields.isEmpty()
        ? null
        : new Difference(
            wired.name(), capture.item(), fields, "different from " + capture.at() + ": " + fields);
  }

  /** Names of the members that differ, except those that move by themselves. */
  static List<String> fields(Wired wired, ObjectNode was, ObjectNode now) {
    IntegrationCapture capture = wired.kind().capture();
    List<String> moving = capture == null ? List.of() : capture.moving();
    TreeSet<String> names = new TreeSet<>();
    was.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> moving.contains(name) || was.path(name).equals(now.path(name)));
    return List.copyOf(names);
  }
}
