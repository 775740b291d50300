package dev.backhaul.demo;

import dev.backhaul.platform.Role;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.yaml.Environment;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * The failed migration, standing in two local sandboxes on Monday at nine: the source as people
 * left it, the target after a weekend of live work.
 */
public final class Incident implements AutoCloseable {
  /** When the demo's story begins for the service, UTC. */
  public static final Instant MONDAY = Instant.parse("2026-03-09T09:00:00Z");

  private final Story story;
  private final Snapshot before;
  private final SandboxServer source;
  private final SandboxServer target;

  private Incident(Story story, Snapshot before, SandboxServer source, SandboxServer target) {
    this.story = story;
    this.before = before;
    this.source = source;
    this.target = target;
  }

  /**
   * Starts both sandboxes on free loopback ports and plays the story into them.
   *
   * @throws IOException if no port can be had
   */
  public static Incident start(Story story, InstantSource clock) throws IOException {
    return start(story, clock, Story.Limits.TRUE);
  }

  /**
   * The same with systems that never refuse for a limit: for crash tests, whose clock runs fast.
   *
   * @throws IOException if no port can be had
   */
  public static Incident unlimited(Story story, InstantSource clock) throws IOException {
    return start(story, clock, Story.Limits.NONE);
  }

  private static Incident start(Story story, InstantSource clock, Story.Limits limits)
      throws IOException {
    Sandbox source = story.source(clock, limits);
    Sandbox target = story.target(clock, limits);
    return new Incident(
        story, story.copy(source), SandboxServer.start(source, 0), SandboxServer.start(target, 0));
  }

  /** The story that was played. */
  public Story story() {
    return story;
  }

  /** Base URLs of both sandboxes. */
  public Map<Role, URI> baseUrls() {
    return Map.of(Role.SOURCE, source.uri(), Role.TARGET, target.uri());
  }

  /**
   * The secrets that the configuration names, for both sandboxes; other variables of the process.
   */
  public Environment environment() {
    return secrets();
  }

  /** The same, for a process that has no sandboxes of its own: they are no secrets. */
  public static Environment secrets() {
    Map<String, String> secrets = Credentials.environment();
    return name -> secrets.getOrDefault(name, System.getenv(name));
  }

  /** The source's sandbox: its ledger, limits and faults. */
  public Sandbox source() {
    return source.sandbox();
  }

  /** The target's sandbox. */
  public Sandbox target() {
    return target.sandbox();
  }

  /** Holds everything that happened against what the oracle wrote down. */
  public Verdict judge(java.util.Set<Asked> asked, java.util.Set<Fault> reported) {
    Sandbox healthy = source.sandbox();
    return Judge.judge(
        story.oracle(),
        before,
        healthy.look(() -> story.copy(healthy)),
        Dealings.of(healthy.ledger()),
        Dealings.of(target.sandbox().ledger()),
        asked,
        reported);
  }

  /** Holds the source against what it was at cutover, after everything has been undone. */
  public Verdict judgeUndone() {
    Sandbox healthy = source.sandbox();
    return Judge.undone(
        story.oracle(),
        before,
        healthy.look(() -> story.copy(healthy)),
        Dealings.of(healthy.ledger()),
        Dealings.of(target.sandbox().ledger()));
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
