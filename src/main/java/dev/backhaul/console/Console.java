package dev.backhaul.console;

import dev.backhaul.gateway.Gateway;
import dev.backhaul.manifest.ServiceConfig;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Identities;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The service's two HTTP ports: the JSON API, and health with metrics. The ports stay when an
 * instance that stood by becomes the leader; what answers on them changes.
 */
public final class Console implements AutoCloseable {
  private static final Function<Asked, Answer> NOBODY =
      asked -> Answer.problem(503, "Not yet", "the service starts");

  private final Web api;
  private final Web management;
  private volatile Answering answering;
  private volatile @Nullable Gateway gateway;

  /** What answers on each port. */
  private record Answering(Function<Asked, Answer> api, Function<Asked, Answer> management) {}

  private Console(ServiceConfig.Http http, Answering answering) throws IOException {
    this.answering = answering;
    api = Web.listen(http.host(), http.port(), asked -> now().api().apply(asked));
    try {
      management =
          Web.listen(http.host(), http.managementPort(), asked -> now().management().apply(asked));
    } catch (IOException e) {
      api.close();
      throw e;
    }
  }

  private Answering now() {
    return answering;
  }

  /**
   * Listens on the configured ports, for an instance that stands by.
   *
   * @throws IOException if a port cannot be had
   */
  public static Console standby(ServiceConfig.Http http, Books books, Identities access)
      throws IOException {
    return new Console(http, standing(books, access));
  }

  /** From now on this instance works. */
  public void lead(Rollback rollback, Identities access, InstantSource clock) {
    answering = leading(rollback, access, clock);
  }

  /** From now on this instance works no longer. */
  public void standBy(Books books, Identities access) {
    answering = standing(books, access);
  }

  private Answering leading(Rollback rollback, Identities access, InstantSource clock) {
    return new Answering(
        new Api(rollback.books(), rollback, access),
        new Management(rollback, clock, () -> gateway));
  }

  private static Answering standing(Books books, Identities access) {
    return new Answering(new Api(books, null, access), new StandingBy(books));
  }

  /** The gateway of this process, for metrics; null: it has none. */
  public void gateway(@Nullable Gateway open) {
    gateway = open;
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
