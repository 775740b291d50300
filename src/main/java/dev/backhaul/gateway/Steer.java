package dev.backhaul.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who gets an integration's events.
 *
 * @param releases whether what is held goes there too, oldest first
 * @param rate released events a second; null: as configured
 * @param at since when
 */
public record Steer(
    Way way, boolean releases, @Nullable Integer rate, String actor, String reason, Instant at) {
  /** Nobody has said anything yet: held, so that nothing is lost and nothing goes astray. */
  static final Steer UNSAID =
      new Steer(Way.HOLD, false, null, "", "nobody has steered it yet", Instant.EPOCH);

  /** Where events go. */
  public enum Way {
    /** Nowhere: kept. */
    HOLD(List.of()),
    /** To the failed system. */
    TARGET(List.of(Receiver.TARGET)),
    /** Home. */
    SOURCE(List.of(Receiver.SOURCE)),
    /** To both. */
    BOTH(List.of(Receiver.TARGET, Receiver.SOURCE));

    private final List<Receiver> receivers;

    Way(List<Receiver> receivers) {
      this.receivers = receivers;
    }

    List<Receiver> receivers() {
      return receivers;
    }

    /** As people write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * From what people write.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Way of(String label) {
      for (Way each : values()) {
        if (each.label().equals(label)) {
          return each;
        }
      }
      throw new IllegalArgumentException(
          "'" + label + "' is no way to steer; there are hold, target, source, both");
    }
  }
}
