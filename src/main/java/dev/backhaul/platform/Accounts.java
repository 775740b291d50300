package dev.backhaul.platform;

import dev.backhaul.budget.Budget;
import dev.backhaul.time.Time;
import org.apache.camel.CamelContext;
import org.apache.camel.Producer;
import org.apache.camel.spi.Registry;

/** Opens accounts. */
public final class Accounts {
  private Accounts() {}

  /**
   * Makes the steps of {@code routes/platform.camel.yaml} known to a Camel context. Call once,
   * before its routes are loaded.
   */
  public static void bindSteps(CamelContext camel) {
    Registry registry = camel.getRegistry();
    registry.bind("budget.acquire", new AcquireStep());
    registry.bind("http", new HttpStep());
    registry.bind("classify", new ClassifyStep());
    registry.bind("budget.correct", new CorrectStep());
  }

  /**
   * Opens an account over HTTP: every request goes through the route {@code platform.send} of this
   * context, which must be started before the first one, and binds it as {@code source} or {@code
   * target} for the {@code platform:} component.
   *
   * @throws IllegalArgumentException if a client cannot be made for the base URL
   */
  public static Account open(CamelContext camel, SaasSystem system, Budget budget, Time time) {
    Account account = over(system, transport(camel, system, budget, time), time);
    camel.getRegistry().bind(PlatformComponent.bean(system.role()), account);
    return account;
  }

  /** The way of one system's requests through the route {@code platform.send}. */
  static Transport transport(CamelContext camel, SaasSystem system, Budget budget, Time time) {
    try {
      Producer http = HttpClients.endpoint(camel, system).createProducer();
      camel.addService(http);
      Producer abroad = HttpClients.withoutCredentials(camel, system).createProducer();
      camel.addService(abroad);
      Classifier classifier = new Classifier(system.manifest(), time);
      Line line = new Line(system.origin(), budget, http, abroad, classifier);
      return new CamelTransport(camel.createProducerTemplate(), line);
    } catch (Exception e) {
      throw new IllegalArgumentException("no HTTP client for " + system.origin(), e);
    }
  }

  /**
   * Opens the account of an integration's provider: requests only, through the same route, bound to
   * nothing.
   *
   * @throws IllegalArgumentException if a client cannot be made for the base URL
   */
  public static Requests requests(CamelContext camel, SaasSystem system, Budget budget, Time time) {
    return requests(system, transport(camel, system, budget, time), time);
  }

  /** Requests over any transport. */
  public static Requests requests(SaasSystem system, Transport transport, Time time) {
    String who = system.manifest().platform();
    return new HttpRequests(who, new Sender(who, transport, time), time);
  }

  /** An account over any transport. */
  public static Account over(SaasSystem system, Transport transport, Time time) {
    return new HttpAccount(system, transport, time);
  }
}
