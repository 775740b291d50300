package dev.backhaul.platform;

import dev.backhaul.budget.Budget;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.manifest.Limit;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.time.Time;
import dev.backhaul.time.VirtualTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** An account over real HTTP through Camel against a sandbox, all on one virtual clock. */
final class Rig implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  final VirtualTime time = VirtualTime.startingAt(START);
  final Sandbox sandbox;
  final SandboxServer server;
  final CamelContext camel;
  final Budget budget;
  final Account account;

  Rig(
      Role role,
      String platform,
      String token,
      Map<String, String> joinKeys,
      Function<Time, Sandbox> maker)
      throws Exception {
    sandbox = maker.apply(time);
    server = SandboxServer.start(sandbox, 0);
    camel = context();
    Manifest manifest = Manifests.read(Path.of("config/platforms/" + platform + ".yaml"));
    budget = new Budget(platform, manifest.limits(), new MemoryBudgetStore(), time);
    account =
        Accounts.open(camel, system(role, manifest, server.uri(), token, joinKeys), budget, time);
    camel.start();
  }

  static SaasSystem system(
      Role role, Manifest manifest, URI url, String token, Map<String, String> joinKeys) {
    Credentials credentials = Credentials.of(name -> name.equals("user") ? "ops@acme.test" : token);
    return new SaasSystem(role, manifest, url, credentials, joinKeys);
  }

  static CamelContext context() throws Exception {
    CamelContext camel = new DefaultCamelContext();
    Accounts.bindSteps(camel);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/platform.camel.yaml"));
    return camel;
  }

  static Budget unlimited(Time time) {
    return new Budget("free", List.<Limit>of(), new MemoryBudgetStore(), time);
  }

  @Override
  public void close() throws Exception {
    camel.stop();
    server.close();
    time.close();
  }
}
