package dev.backhaul.demo;

import dev.backhaul.platform.Role;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import dev.backhaul.yaml.Environment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * The failed migration, standing in two local sandboxes on Monday at nine: Zendesk untouched since
 * cutover, HubSpot after a weekend of live work.
 */
public final class Incident implements AutoCloseable {
  /** When the demo's story begins for the service, UTC. */
  public static final Instant MONDAY = Instant.parse("2026-03-09T09:00:00Z");

  private static final String EMAIL = "ops@helpdesk.example";
  private static final String SOURCE_TOKEN = "sandbox-zendesk-token";
  private static final String TARGET_TOKEN = "sandbox-hubspot-token";
  private static final long API_USER = 9_001;

  private final World world;
  private final Snapshot before;
  private final SandboxServer source;
  private final SandboxServer target;

  private Incident(World world, Snapshot before, SandboxServer source, SandboxServer target) {
    this.world = world;
    this.before = before;
    this.source = source;
    this.target = target;
  }

  /**
   * Starts both sandboxes on free loopback ports and plays the story into them.
   *
   * @throws IOException if no port can be had
   */
  public static Incident start(World world, InstantSource clock) throws IOException {
    return start(world, clock, ZendeskOptions.enterprise(), HubSpotSettings.professional());
  }

  /**
   * The same with systems that never refuse for a limit: for crash tests, whose clock runs fast.
   *
   * @throws IOException if no port can be had
   */
  public static Incident unlimited(World world, InstantSource clock) throws IOException {
    return start(
        world,
        clock,
        ZendeskOptions.enterprise().unlimited(),
        HubSpotSettings.professional().withLimits(1_000_000, 100_000_000, 1_000_000));
  }

  private static Incident start(
      World world, InstantSource clock, ZendeskOptions options, HubSpotSettings settings)
      throws IOException {
    Sandbox zendesk = ZendeskSandbox.sandbox(clock, options);
    ZendeskState state = ZendeskSandbox.state(zendesk);
    new ZendeskSeeding(state).seed(world.source());
    state.credentials(EMAIL, SOURCE_TOKEN, API_USER, true);
    Sandbox hubspot =
        HubSpotSandbox.sandbox(clock, settings.withIndexDelay(Duration.ofSeconds(30)));
    HubSpotState crm = ((HubSpotSandbox) hubspot.platform()).state();
    new HubSpotSeeding(crm).seed(world);
    crm.token(TARGET_TOKEN, "990900", HubSpotSandbox.SCOPES);
    return new Incident(
        world,
        Snapshot.of(state),
        SandboxServer.start(zendesk, 0),
        SandboxServer.start(hubspot, 0));
  }

  /** The world it plays in. */
  public World world() {
    return world;
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
    Map<String, String> secrets =
        Map.of("ZENDESK_USER", EMAIL, "ZENDESK_TOKEN", SOURCE_TOKEN, "HUBSPOT_TOKEN", TARGET_TOKEN);
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
    Ledger sourceLedger = source.sandbox().ledger();
    Ledger targetLedger = target.sandbox().ledger();
    Snapshot after =
        source.sandbox().look(() -> Snapshot.of(ZendeskSandbox.state(source.sandbox())));
    return Judge.judge(
        world.oracle(),
        before,
        after,
        Dealings.of(sourceLedger),
        Dealings.of(targetLedger),
        asked,
        reported);
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
