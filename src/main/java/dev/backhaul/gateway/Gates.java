package dev.backhaul.gateway;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All integrations at the gateway, by name and by path. */
public final class Gates {
  private final Map<String, Gate> byName = new LinkedHashMap<>();
  private final Map<String, Way> byPath = new HashMap<>();

  /** A path to a gate, and until when. */
  private record Way(Gate gate, Instant until) {}

  /**
   * Puts them together.
   *
   * @throws IllegalArgumentException if two integrations have one path
   */
  public Gates(List<Gate> gates) {
    for (Gate gate : gates) {
      byName.put(gate.name(), gate);
      put(gate.point().path(), new Way(gate, Instant.MAX));
      gate.point().formerPaths().forEach(each -> put(each.path(), new Way(gate, each.until())));
    }
  }

  private void put(String path, Way way) {
    Way other = byPath.put(path, way);
    if (other != null) {
      throw new IllegalArgumentException(
          "integrations.yaml: "
              + other.gate().name()
              + " and "
              + way.gate().name()
              + " have the same ingress path; each needs its own");
    }
  }

  /** The gate that a path leads to now. */
  Optional<Gate> at(String path, Instant now) {
    Way way = byPath.get(path);
    return way == null || !now.isBefore(way.until()) ? Optional.empty() : Optional.of(way.gate());
  }

  /** The gate of an integration. */
  Optional<Gate> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All, in the order of the file. */
  public List<Gate> all() {
    return List.copyOf(byName.values());
  }
}
