package dev.backhaul.gateway;

import dev.backhaul.manifest.IngressPoint;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where an event may go. */
public enum Receiver {
  /** The failed system. */
  TARGET,
  /** Home. */
  SOURCE;

  /** In the tables, and for people. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * From its label.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Receiver of(String label) {
    for (Receiver each : values()) {
      if (each.label().equals(label)) {
        return each;
      }
    }
    throw new IllegalArgumentException("'" + label + "' is neither target nor source");
  }

  /** Its endpoint of an integration; null if it has none. */
  IngressPoint.@Nullable Downstream endpoint(Gate gate) {
    return this == TARGET ? gate.point().target() : gate.point().source();
  }
}
