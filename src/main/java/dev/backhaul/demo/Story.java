package dev.backhaul.demo;

import dev.backhaul.sandbox.Sandbox;
import java.time.InstantSource;

/** A failed migration and its weekend, which can be played into two local sandboxes. */
public interface Story {
  /** The folder under {@code config/migrations} that brings it home. */
  String migration();

  /** Its first lines, for people: what failed, and what was done there since. */
  String telling();

  /** What a perfect rollback leads to. */
  Oracle oracle();

  /** The source as people left it, with everything in it that would notify somebody. */
  Sandbox source(InstantSource clock, Limits limits);

  /** The target after the load and the weekend. */
  Sandbox target(InstantSource clock, Limits limits);

  /** Copies a source that {@link #source} made; nobody else may be inside. */
  Snapshot copy(Sandbox source);

  /** Whether the sandboxes keep to the platforms' limits. */
  enum Limits {
    /** As the platforms have them. */
    TRUE,
    /** Nothing is ever refused for a limit: for crash tests, whose clock runs fast. */
    NONE
  }
}
