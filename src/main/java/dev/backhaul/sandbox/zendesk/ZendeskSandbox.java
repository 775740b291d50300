package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/**
 * One simulated Zendesk account, served on the loopback address.
 *
 * <p>{@code credentials(email, token, userId, mayWrite)} must be seeded before anything answers;
 * the user must be seeded too.
 */
public final class ZendeskSandbox implements AutoCloseable {
  private final Sandbox sandbox;
  private final SandboxServer server;

  private ZendeskSandbox(Sandbox sandbox, SandboxServer server) {
    this.sandbox = sandbox;
    this.server = server;
  }

  /** A sandbox without a server, for an Enterprise account. */
  public static Sandbox sandbox(InstantSource clock) {
    return sandbox(clock, ZendeskOptions.enterprise());
  }

  /**
   * An otherwise empty account that one can work with at once: the administrator {@code
   * admin@example.com} with the token {@code sandbox}.
   */
  public static Sandbox withAdministrator(InstantSource clock) {
    Sandbox sandbox = sandbox(clock);
    ObjectNode admin = Call.JSON.createObjectNode().put("id", 1).put("name", "Administrator");
    state(sandbox).putUser(admin.put("email", "admin@example.com").put("role", "admin"));
    state(sandbox).credentials("admin@example.com", "sandbox", 1, true);
    return sandbox;
  }

  /** A sandbox without a server. */
  public static Sandbox sandbox(InstantSource clock, ZendeskOptions options) {
    return new Sandbox(
        clock,
        (timeline, ledger, limits) -> new ZendeskPlatform(timeline, ledger, limits, options));
  }

  /** Starts an account on the given clock and port (0 for any free one). */
  public static ZendeskSandbox start(InstantSource clock, int port, ZendeskOptions options)
      throws IOException {
    Sandbox sandbox = sandbox(clock, options);
    SandboxServer server = SandboxServer.start(sandbox, port);
    ((ZendeskPlatform) sandbox.platform()).desk().base = server.uri().toString();
    return new ZendeskSandbox(sandbox, server);
  }

  /** Starts an Enterprise account on any free port. */
  public static ZendeskSandbox start(InstantSource clock) throws IOException {
    return start(clock, 0, ZendeskOptions.enterprise());
  }

  /** The base URL, without a slash at the end. */
  public URI uri() {
    return server.uri();
  }

  /** The kernel: limits, faults, traffic, timeline. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** The server, e.g. to add latency. */
  public SandboxServer server() {
    return server;
  }

  /** What really happened. */
  public Ledger ledger() {
    return sandbox.ledger();
  }

  /** The account's records; use it under {@link Sandbox#run} once requests arrive. */
  public ZendeskState state() {
    return state(sandbox);
  }

  /** The records of a Zendesk sandbox that has no server yet. */
  public static ZendeskState state(Sandbox sandbox) {
    return ((ZendeskPlatform) sandbox.platform()).desk().state;
  }

  /** Lets a token in; see {@link ZendeskState#credentials}. */
  public void credentials(String email, String token, long userId, boolean mayWrite) {
    sandbox.run(() -> state().credentials(email, token, userId, mayWrite));
  }

  /** Makes the customer's own tools hold so many of the 30 places for jobs. */
  public void occupyJobs(int count, Duration time) {
    occupyJobs(sandbox, count, time);
  }

  /** The same, of a Zendesk sandbox that another server serves. */
  public static void occupyJobs(Sandbox sandbox, int count, Duration time) {
    sandbox.run(
        () -> {
          ZendeskPlatform platform = (ZendeskPlatform) sandbox.platform();
          platform.jobs().occupy(count, sandbox.timeline().instant().plus(time));
        });
  }

  @Override
  public void close() {
    server.close();
  }
}
