package dev.backhaul.reload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One difference between what is in force and what stands in the files.
 *
 * @param verb what became of it
 * @param topic what kind of thing it is
 * @param name which one of them; empty where there is only one
 * @param file where it stands, below the home folder
 * @param was its value as JSON; null if it is new, or not to be shown
 * @param now its value as JSON; null if it is gone, or not to be shown
 */
public record Change(
    Verb verb, Topic topic, String name, String file, @Nullable String was, @Nullable String now) {

  /** What became of a thing. */
  public enum Verb {
    ADDED,
    REMOVED,
    MODIFIED
  }

  /** Kinds of things in the files, and what it takes to change them. */
  public enum Topic {
    SYSTEM(Effect.RESTART),
    CUTOVER(Effect.NEVER),
    STORE(Effect.RESTART),
    PORTS(Effect.RESTART),
    LOGGING(Effect.RESTART),
    ACCESS(Effect.AT_ONCE),
    OBJECT(Effect.BEFORE_APPROVAL),
    MAPPING(Effect.BEFORE_APPROVAL),
    WRITERS(Effect.BEFORE_APPROVAL),
    LIMIT(Effect.AT_ONCE),
    BRAKE(Effect.AT_ONCE),
    WAVES(Effect.AT_ONCE),
    STANDING(Effect.AT_ONCE),
    PLATFORM(Effect.AT_ONCE),
    ROUTE(Effect.AT_ONCE),
    SETTING(Effect.AT_ONCE);

    private final Effect effect;

    Topic(Effect effect) {
      this.effect = effect;
    }

    /** What it takes. */
    public Effect effect() {
      return effect;
    }
  }

  /** What it takes for it to come into force. */
  public Effect effect() {
    return topic.effect();
  }

  /** One line for people. */
  public String line() {
    StringBuilder out = new StringBuilder(verb.name().toLowerCase(Locale.ROOT));
    out.append(' ').append(topic.name().toLowerCase(Locale.ROOT));
    out.append(name.isEmpty() ? "" : " " + name).append(" (").append(file).append(')');
    if (verb == Verb.MODIFIED && was != null && now != null) {
      out.append(": ").append(was).append(" -> ").append(now);
    }
    return out.toString();
  }

  /** For programs. */
  public ObjectNode json() {
    return Json.object()
        .put("verb", verb.name())
        .put("topic", topic.name())
        .put("name", name)
        .put("file", file)
        .put("was", was)
        .put("now", now)
        .put("effect", effect().name());
  }
}
