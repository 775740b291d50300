package dev.backhaul.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One platform's facts: {@code config/platforms/<name>.yaml}. Data only, safe to edit at 3 AM. */
@Doc(
    "One platform's facts: hosts, limits, what its answers mean, and how each object is read and written."
        + " Nothing about any one account stands here.")
public record Manifest(
    @Doc("Version of this format; 1.") int manifest,
    @Doc("The platform's name.") String platform,
    @Doc(
            "Hosts that credentials may go to; * stands for one label. Loopback is always allowed, for sandboxes.")
        List<String> hosts,
    @Doc("How requests prove who sends them.") Auth auth,
    @Doc("All limits of an account.") List<Limit> limits,
    @Doc("What answers mean; the first line that fits counts.") List<ErrorRule> errors,
    @Doc("The longest time a sent write may take to become readable.") Duration commitTime,
    @Doc("The questions of the probe.") List<ProbeStep> probe,
    @Doc("Record types.") Map<String, ObjectType> objects,
    @Doc("Background jobs.") @Nullable Jobs jobs,
    @Doc("Files of records.") @Nullable Files files,
    @Doc("Writes that must become questions.") @Default("[]") List<Hazard> hazards,
    @Doc("Things the system does by itself, for people to know.") @Default("[]")
        List<String> deadlines,
    @Doc("What would notify people or fire on our writes.") @Nullable Silence silence,
    @Doc("What cannot be done, and why.") @Default("[]") List<Cannot> cannot,
    @Doc("Worked examples; each is a test.") @Default("[]") List<Example> examples) {

  /** Checks what one record alone cannot see. */
  public Manifest {
    if (manifest != 1) {
      throw new IllegalArgumentException("manifest: expected version 1, found " + manifest);
    }
    for (Hazard hazard : hazards) {
      known(objects, "hazard " + hazard.code(), hazard.object());
    }
    for (Example example : examples) {
      known(objects, "example '" + example.name() + "'", example.object());
    }
    objects.values().stream()
        .filter(type -> type.parent() != null)
        .forEach(
            type ->
                known(objects, "a parent", type.parent() == null ? "" : type.parent().object()));
  }

  private static void known(Map<String, ObjectType> objects, String who, String object) {
    if (!objects.containsKey(object)) {
      throw new IllegalArgumentException(
          who + " names the object '" + object + "'; this manifest has " + objects.keySet());
    }
  }

  /**
   * One record type.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public ObjectType object(String name) {
    ObjectType type = objects.get(name);
    if (type == null) {
      throw new IllegalArgumentException(
          platform + " has no object '" + name + "'; its manifest has " + objects.keySet());
    }
    return type;
  }

  /**
   * Hazards that a write runs into.
   *
   * @param facts {@code {"kind", "before", "set", "clear", "children"}}
   */
  public List<Hazard> hazards(String object, Kind kind, JsonNode facts) {
    return hazards.stream().filter(hazard -> hazard.concerns(object, kind, facts)).toList();
  }

  /** Whether child records of a new record travel with its create. */
  public boolean travels(String object) {
    WriteOperation create = object(object).write().get(Kind.CREATE);
    return create == null || !create.alone();
  }

  /** Why something cannot be done, if the manifest says it cannot. */
  public Optional<String> cannot(String operation, String object) {
    return cannot.stream()
        .filter(
            no ->
                no.operation().equals(operation)
                    && (no.object() == null || no.object().equals(object)))
        .map(Cannot::reason)
        .findFirst();
  }

  /**
   * True if credentials may be sent to a host: it matches a pattern, or is this machine's loopback.
   */
  public boolean allows(String host) {
    return isLoopback(host) || fits(hosts, host);
  }

  /** True if a host matches one of these patterns; {@code *} stands for one label. */
  public static boolean fits(List<String> patterns, String host) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, host));
  }

  /** True for this machine itself, by name or address; no name is ever looked up. */
  public static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("127.0.0.1")
        || host.equals("[::1]")
        || host.equals("::1");
  }

  private static boolean matches(String pattern, String host) {
    String[] want = pattern.split("\\.", -1);
    String[] have = host.split("\\.", -1);
    if (want.length != have.length) {
      return false;
    }
    for (int i = 0; i < want.length; i++) {
      boolean label = want[i].equals("*") ? !have[i].isEmpty() : want[i].equalsIgnoreCase(have[i]);
      if (!label) {
        return false;
      }
    }
    return true;
  }
}
