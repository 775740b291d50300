package dev.backhaul.gateway;

import dev.backhaul.manifest.GatewayConfig;
import dev.backhaul.platform.Courier;
import dev.backhaul.platform.Destinations;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import dev.backhaul.yaml.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.Main;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The gateway of one rollback, open. It accepts from its first moment to its last, whoever leads;
 * it delivers while this process leads. It has a Camel of its own, so that a change of the
 * rollback's configuration never closes the door.
 */
public final class Gateway implements AutoCloseable {
  private static final String ACCEPT = "direct:gateway.accept";
  private static final String ROUND = "direct:gateway.round";
  private static final String FORWARD = "gateway.forward.";

  private final Main camel = new Main();
  private final Keeping keeping;
  private final Counts counts = new Counts();
  private final Forwarding forwarding;
  private final Questions questions;
  private final ProducerTemplate routes;
  private final Door door;
  private volatile Gates gates;
  private volatile Leading leading = new Leading(() -> false, tx -> {});
  private @Nullable GateFiles files;
  private boolean watching;

  /** This process's right to deliver. */
  private record Leading(BooleanSupplier leads, Consumer<Handle> fence) {}

  /**
   * What a gateway is opened with.
   *
   * @param home the folder that holds {@code routes}
   * @param random spreads what is tried again
   */
  public record Surroundings(
      Path home,
      GatewayConfig config,
      Store store,
      Environment environment,
      Time time,
      RandomGenerator random) {}

  private Gateway(Surroundings around, Gates gates) throws IOException {
    this.gates = gates;
    keeping = new Keeping(around.store());
    Path routesFolder = around.home().resolve("routes");
    camel
        .configure()
        .withRoutesIncludePattern(
            "file:"
                + routesFolder.resolve("gateway.camel.yaml")
                + ",file:"
                + routesFolder.resolve("errors.camel.yaml"));
    camel.configure().withShutdownTimeout(10);
    camel.configure().withAutoConfigurationLogSummary(false);
    camel.configure().withBasePackageScanEnabled(false);
    camel.init();
    CamelContext context = camel.getCamelContext();
    Grounds grounds =
        new Grounds(
            around.store(),
            keeping,
            this::gates,
            around.environment(),
            around.time(),
            () -> leading.leads().getAsBoolean(),
            tx -> leading.fence().accept(tx),
            around.config().keep());
    GatewayConfig config = around.config();
    forwarding =
        new Forwarding(
            grounds,
            Courier.open(
                context, new Destinations(config.destinations(), config.privateDestinations())),
            new Backoff(around.time(), around.random()),
            counts);
    questions = new Questions(grounds, forwarding);
    camel.bind(
        "reception",
        new Reception(
            this::gates,
            config,
            around.environment(),
            new Inbox(around.store()),
            keeping,
            Ids.secure(around.time()),
            counts));
    camel.bind("forwarding", forwarding);
    camel.bind("questions", questions);
    camel.start();
    routes = context.createProducerTemplate();
    door = Door.listen(config, around.time(), this::accept, counts);
  }

  /**
   * Opens the door and takes events; delivers nothing yet.
   *
   * @throws IOException if the port cannot be had
   * @throws dev.backhaul.yaml.YamlException if a file is wrong
   */
  public static Gateway open(Surroundings around, GateFiles files) throws IOException {
    Gateway gateway = new Gateway(around, files.read());
    gateway.files = files;
    return gateway;
  }

  /** As {@link #open(Surroundings, GateFiles)}, for integrations that stand in no file. */
  public static Gateway open(Surroundings around, Gates gates) throws IOException {
    return new Gateway(around, gates);
  }

  /** Takes over what changed in the files, if it is sound. */
  public void look() {
    GateFiles of = files;
    if (of != null) {
      of.look().ifPresent(this::swap);
    }
  }

  private Gates gates() {
    return gates;
  }

  private Reply accept(Visit visit) {
    return run(ACCEPT, visit, Reply.class);
  }

  /** Other integrations from now on; requests under way end with those they began with. */
  public synchronized void swap(Gates next) {
    gates = next;
    if (watching) {
      watch();
    }
  }

  /**
   * This process delivers from now on.
   *
   * @param leads whether it still may
   * @param fence refuses a commit once it may no longer
   */
  public void lead(BooleanSupplier leads, Consumer<Handle> fence) {
    leading = new Leading(leads, fence);
  }

  /** Delivers by itself, on a schedule. */
  public synchronized void watch() {
    watching = true;
    CamelContext context = camel.getCamelContext();
    Set<String> wanted =
        gates.all().stream()
            .flatMap(
                gate ->
                    List.of(Receiver.values()).stream()
                        .filter(each -> each.endpoint(gate) != null)
                        .map(each -> gate.name() + "." + each.label()))
            .collect(Collectors.toSet());
    wanted.stream()
        .filter(name -> context.getRoute(FORWARD + name) == null)
        .sorted()
        .forEach(
            name -> {
              int dot = name.lastIndexOf('.');
              TemplatedRouteBuilder.builder(context, "gateway.forward")
                  .routeId(FORWARD + name)
                  .parameter("point", name.substring(0, dot))
                  .parameter("receiver", name.substring(dot + 1).toUpperCase(java.util.Locale.ROOT))
                  .add();
            });
  }

  /** One round of deliveries to one receiver, in the caller's thread. */
  public void deliver(String point, Receiver receiver) {
    routes.sendBodyAndProperty(ROUND, null, "to", new To(point, receiver));
  }

  /** Whom a round is for. */
  public record To(String point, Receiver receiver) {}

  private <T> T run(String route, Object body, Class<T> answer) {
    try {
      return routes.requestBody(route, body, answer);
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Port of the door. */
  public int port() {
    return door.port();
  }

  /** What happened since it was opened. */
  public Counts counts() {
    return counts;
  }

  /** Endpoints that nothing is sent to now, because they were down: {@code stripe/source}. */
  public List<String> resting() {
    return forwarding.resting();
  }

  /** Closes the door first, then ends what is under way. */
  @Override
  public void close() {
    door.close();
    camel.stop();
    questions.close();
    keeping.close();
  }
}
