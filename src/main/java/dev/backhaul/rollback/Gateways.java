package dev.backhaul.rollback;

import dev.backhaul.gateway.Desk;
import dev.backhaul.gateway.GateFiles;
import dev.backhaul.gateway.Gateway;
import dev.backhaul.gateway.Mapped;
import dev.backhaul.manifest.GatewayConfig;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Store;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** The webhook gateway of one rollback, over its store. */
record Gateways(Settings settings, Configuration configuration, Store store, Audit audit) {
  /** The file with its routes, which run in a Camel of their own. */
  static final String FILE = "gateway.camel.yaml";

  private GateFiles files() {
    return new GateFiles(
        settings.home(),
        settings.migration(),
        settings.environment(),
        (folder, transform) -> Mapped.by(folder, transform, store));
  }

  Desk desk() {
    return new Desk(store, audit, settings.time(), files().read(), settings.environment());
  }

  Optional<Gateway> open() throws IOException {
    GatewayConfig config = configuration.service().gateway();
    if (config == null) {
      return Optional.empty();
    }
    return Optional.of(
        Gateway.open(
            new Gateway.Surroundings(
                settings.home(),
                config,
                store,
                settings.environment(),
                settings.time(),
                new SecureRandom()),
            files()));
  }
}
