package dev.backhaul.integration;

import dev.backhaul.budget.Budget;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.manifest.Integration;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.Integrations;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Credentials;
import dev.backhaul.platform.Requests;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.SaasSystem;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.provider.Inbox;
import dev.backhaul.sandbox.provider.Provider;
import dev.backhaul.sandbox.provider.Providers;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.YamlFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * One provider's sandbox, a receiver that plays both the target and our ingress, and the board that
 * works on them through the real HTTP way of the service.
 */
final class ProviderRig implements AutoCloseable {
  private static final Path KINDS = Path.of("config", "integrations");

  final StillClock time = new StillClock();
  final Inbox inbox;
  final Sandbox sandbox;
  private final SandboxServer server;
  private final CamelContext camel;
  private final Path folder;
  private int boards;

  ProviderRig(CamelContext camel, Path folder, Function<StillClock, Sandbox> maker)
      throws IOException {
    this.camel = camel;
    this.folder = folder;
    this.inbox = new Inbox();
    this.sandbox = maker.apply(time);
    this.server = SandboxServer.start(sandbox, 0);
  }

  static ProviderRig of(CamelContext camel, Path folder, String provider) throws IOException {
    return new ProviderRig(camel, folder, clock -> Providers.sandbox(provider, clock));
  }

  /** A context with the route that all requests go through; one for all rigs of a test class. */
  static CamelContext camel() throws Exception {
    CamelContext camel = new DefaultCamelContext();
    Accounts.bindSteps(camel);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/platform.camel.yaml"));
    camel.start();
    return camel;
  }

  Provider provider() {
    return Providers.of(sandbox);
  }

  String target() {
    return inbox.uri() + "/target";
  }

  URI ingress() {
    return URI.create(inbox.uri() + "/ingress");
  }

  static String kind(String name) {
    try {
      return Files.readString(KINDS.resolve(name + ".yaml"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** An integration of the shipped kind. */
  Wired wired(String kind, String spec, Map<String, String> secrets) {
    return wiredAs(kind(kind), spec, secrets);
  }

  /** An integration of a kind in a text. */
  Wired wiredAs(String text, String spec, Map<String, String> secrets) {
    IntegrationKind kind = IntegrationKind.parse("kind.yaml", text);
    String file =
        "integrations: 1\nwired:\n  it: {kind: " + kind.kind() + ", owner: Ada" + spec + "}\n";
    Integration one =
        Optional.ofNullable(
                Binder.bind(YamlFile.read("integrations.yaml", file), Integrations.class, key -> "")
                    .wired()
                    .get("it"))
            .orElseThrow();
    return new Wired("it", one, kind, requests(kind, secrets), secret(secrets), ingress());
  }

  private static java.util.function.UnaryOperator<String> secret(Map<String, String> secrets) {
    return name -> Objects.requireNonNull(secrets.get(name), name);
  }

  private Requests requests(IntegrationKind kind, Map<String, String> secrets) {
    var connect = Objects.requireNonNull(kind.connect());
    String platform = connect.platform();
    Manifest manifest =
        platform == null
            ? connect.manifest(kind.kind())
            : dev.backhaul.platform.Manifests.read(
                Path.of("config", "platforms", platform + ".yaml"));
    SaasSystem system =
        new SaasSystem(
            Role.OUTSIDE,
            manifest,
            server.uri(),
            Credentials.of(secret(secrets)),
            Map.of(),
            connect.headers());
    Budget budget = new Budget(kind.kind(), manifest.limits(), new MemoryBudgetStore(), time);
    return Accounts.requests(camel, system, budget, time);
  }

  /** A switchboard over a store of its own. */
  Board board(Wired wired) {
    return new Board(
        folder.resolve("house" + boards++ + ".db"),
        time,
        CrashPoint.NONE,
        "p1",
        List.of(wired),
        (name, since) -> {
          sandbox.run(() -> {}); // what is due at the provider happens while the service waits
          return Optional.of(atIngress() > 0);
        });
  }

  int atTarget() {
    return inbox.got("/target").size();
  }

  int atIngress() {
    return inbox.got("/ingress").size();
  }

  @Override
  public void close() {
    server.close();
    inbox.close();
  }
}
