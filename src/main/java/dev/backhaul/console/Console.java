package dev.backhaul.console;

import dev.backhaul.manifest.ServiceConfig;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Identities;
import java.io.IOException;
import java.time.InstantSource;

/** The service's two HTTP ports: the JSON API, and health with metrics. */
public final class Console implements AutoCloseable {
  private final Web api;
  private final Web management;

  private Console(Web api, Web management) {
    this.api = api;
    this.management = management;
  }

  /**
   * Listens on the configured ports.
   *
   * @throws IOException if a port cannot be had
   */
  public static Console open(
      ServiceConfig.Http http, Rollback rollback, Identities access, InstantSource clock)
      throws IOException {
    Web api = Web.listen(http.host(), http.port(), new Api(rollback, access));
    try {
      return new Console(
          api, Web.listen(http.host(), http.managementPort(), new Management(rollback, clock)));
    } catch (IOException e) {
      api.close();
      throw e;
    }
  }

  /** Port of the JSON API. */
  public int port() {
    return api.port();
  }

  /** Port of health and metrics. */
  public int managementPort() {
    return management.port();
  }

  @Override
  public void close() {
    api.close();
    management.close();
  }
}
