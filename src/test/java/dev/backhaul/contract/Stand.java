package dev.backhaul.contract;

import dev.backhaul.budget.Budget;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Credentials;
import dev.backhaul.platform.Manifests;
import dev.backhaul.platform.SaasSystem;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A subject's account over real HTTP through the real route, budget and client, all on one virtual
 * clock.
 */
final class Stand implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-09T09:00:00Z");
  static final Instant CUTOVER = NOW.minus(Duration.ofDays(1));

  final VirtualTime time = VirtualTime.startingAt(NOW);
  final Manifest manifest;
  final Sandbox sandbox;
  final SandboxServer server;
  final Account account;
  private final CamelContext camel = new DefaultCamelContext();
  private final Budget budget;

  private Stand(Subject subject, Duration lateness) throws Exception {
    manifest = manifest(subject);
    sandbox = subject.open(time, lateness);
    server = SandboxServer.start(sandbox, 0);
    Accounts.bindSteps(camel);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/platform.camel.yaml"));
    budget = new Budget(subject.platform(), manifest.limits(), new MemoryBudgetStore(), time);
    Credentials credentials =
        Credentials.of(name -> name.equals("user") ? "ops@acme.test" : subject.token());
    SaasSystem system =
        new SaasSystem(subject.role(), manifest, server.uri(), credentials, subject.joinKeys());
    account = Accounts.open(camel, system, budget, time);
    camel.start();
  }

  /** A subject whose changes are seen at once, as far as its platform can. */
  static Stand of(Subject subject) throws Exception {
    return new Stand(subject, Duration.ZERO);
  }

  /** A subject whose changes stay unseen for a while. */
  static Stand late(Subject subject, Duration lateness) throws Exception {
    return new Stand(subject, lateness);
  }

  /** The facts a subject goes by. */
  static Manifest manifest(Subject subject) {
    return Manifests.read(Path.of("config/platforms/" + subject.platform() + ".yaml"));
  }

  /** Whether the platform ever answers so; two of the faults are one platform's own statuses. */
  boolean answers(Fault.Kind kind) {
    int own =
        switch (kind) {
          case LOCKED -> 423;
          case MIGRATING -> 477;
          default -> 0;
        };
    return own == 0 || manifest.errors().stream().anyMatch(rule -> rule.status().contains(own));
  }

  /** Requests since the ledger was cleared. */
  List<Ledger.Call> calls() {
    return sandbox.ledger().calls();
  }

  @Override
  public void close() throws Exception {
    camel.stop();
    budget.close();
    server.close();
    time.close();
  }
}
