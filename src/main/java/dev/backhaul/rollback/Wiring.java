package dev.backhaul.rollback;

import dev.backhaul.budget.Budget;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.integration.Arrivals;
import dev.backhaul.integration.Ground;
import dev.backhaul.integration.Switchboard;
import dev.backhaul.integration.Wired;
import dev.backhaul.manifest.GatewayConfig;
import dev.backhaul.manifest.IngressPoint;
import dev.backhaul.manifest.Integration;
import dev.backhaul.manifest.IntegrationConnect;
import dev.backhaul.manifest.IntegrationFiles;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Credentials;
import dev.backhaul.platform.Destinations;
import dev.backhaul.platform.Requests;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.SaasSystem;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.yaml.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Connects what integrations.yaml names: a way to each provider, an address at our ingress. A
 * platform's own integrations go through that platform's account; every other provider has a budget
 * of its own, which is not kept over a restart: a switchboard sends tens of requests, not
 * thousands.
 */
record Wiring(Settings settings, Configuration configuration, IntegrationFiles files) {
  static Wiring of(Settings settings, Configuration configuration) {
    return new Wiring(
        settings,
        configuration,
        IntegrationFiles.named(settings.home(), settings.migration(), settings.environment()));
  }

  /** With all kinds that there are files of: to discover what nobody named. */
  static Wiring ofAll(Settings settings, Configuration configuration) {
    return new Wiring(
        settings,
        configuration,
        IntegrationFiles.read(settings.home(), settings.migration(), settings.environment()));
  }

  /** The board over a store, speaking through a Camel context. */
  Switchboard board(Store store, CamelContext camel, Function<Role, Account> accounts) {
    List<Wired> wired = new ArrayList<>();
    files
        .integrations()
        .wired()
        .forEach((name, one) -> wired.add(wired(name, one, kind(one), camel, accounts)));
    return new Switchboard(ground(store), wired, destinations());
  }

  Destinations destinations() {
    return new Destinations(
        files.integrations().destinations(), files.integrations().privateDestinations());
  }

  /** What changes of integrations stand on. */
  Ground ground(Store store) {
    return new Ground(
        store,
        Lease.timed(store, settings.time()),
        settings.owner(),
        settings.time(),
        Ids.secure(settings.time()),
        new Audit(settings.time()),
        settings.crashPoint(),
        arrivals(store));
  }

  /**
   * A kind of a platform without any entry in integrations.yaml: to discover what nobody named.
   *
   * @return empty if it is no kind of either system
   */
  Optional<Wired> unnamed(IntegrationKind kind, Function<Role, Account> accounts, Role role) {
    IntegrationConnect connect = kind.connect();
    Manifest manifest = role == Role.SOURCE ? configuration.source() : configuration.target();
    if (connect == null || !manifest.platform().equals(connect.platform())) {
      return Optional.empty();
    }
    Integration.Side side = Integration.Side.valueOf(role.name());
    Integration spec =
        new Integration(
            kind.kind(),
            "nobody yet",
            side,
            null,
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            null,
            null,
            null,
            List.of(),
            List.of(),
            kind.at());
    return Optional.of(
        new Wired(
            role.name().toLowerCase(java.util.Locale.ROOT) + "/" + kind.kind(),
            spec,
            kind,
            accounts.apply(role).requests(),
            name -> "",
            null));
  }

  private IntegrationKind kind(Integration one) {
    IntegrationKind kind = files.kinds().get(one.kind());
    if (kind == null) {
      throw new ConfigurationException(one.at() + ": no kind " + one.kind());
    }
    return kind;
  }

  private Wired wired(
      String name,
      Integration one,
      IntegrationKind kind,
      CamelContext camel,
      Function<Role, Account> accounts) {
    return new Wired(
        name,
        one,
        kind,
        requests(name, one, kind, camel, accounts),
        secret -> secret(name, one, secret),
        ingress(one));
  }

  private @Nullable Requests requests(
      String name,
      Integration one,
      IntegrationKind kind,
      CamelContext camel,
      Function<Role, Account> accounts) {
    IntegrationConnect connect = kind.connect();
    if (connect == null) {
      return null;
    }
    if (connect.platform() != null) {
      return accounts
          .apply(one.system() == Integration.Side.SOURCE ? Role.SOURCE : Role.TARGET)
          .requests();
    }
    Manifest manifest = connect.manifest(kind.kind());
    URI base = one.base() != null ? one.base() : URI.create(String.valueOf(connect.base()));
    try {
      SaasSystem system =
          new SaasSystem(
              Role.OUTSIDE,
              manifest,
              base,
              Credentials.of(secret -> secret(name, one, secret)),
              Map.of(),
              connect.headers());
      Budget budget =
          new Budget(
              "integration/" + name, manifest.limits(), new MemoryBudgetStore(), settings.time());
      return Accounts.requests(camel, system, budget, settings.time());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(one.at() + ": " + name + ": " + e.getMessage());
    }
  }

  private String secret(String name, Integration one, String secret) {
    Secret reference = one.credentials().get(secret);
    if (reference == null) {
      throw new ConfigurationException(
          one.at()
              + ": "
              + name
              + ": credentials lack '"
              + secret
              + "'; write it as ${env:NAME} or ${file:/path}");
    }
    return reference.reveal(settings.environment());
  }

  private @Nullable URI ingress(Integration one) {
    IngressPoint point = one.ingress();
    GatewayConfig gateway = configuration.service().gateway();
    if (point == null || gateway == null) {
      return null;
    }
    String base = gateway.publicUrl().toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/h/" + point.path());
  }

  /** What the gateway has kept; handshakes are no deliveries and are not. */
  private Arrivals arrivals(Store store) {
    if (configuration.service().gateway() == null) {
      return Arrivals.NONE;
    }
    return (integration, since) ->
        Optional.of(
            store.read(
                handle ->
                    handle
                            .createQuery(
                                "SELECT COUNT(*) FROM inbox WHERE point = :point AND received_at >="
                                    + " :since")
                            .bind("point", integration)
                            .bind("since", since.toEpochMilli())
                            .mapTo(Long.class)
                            .one()
                        > 0));
  }
}
