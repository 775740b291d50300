package dev.backhaul.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.StoreException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Function;

/**
 * The management port of an instance that stands by. It is ready: it answers people, and takes over
 * when the leader is gone. Its metrics are one, so that nothing is counted twice.
 */
final class StandingBy implements Function<Asked, Answer> {
  private final Books books;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  StandingBy(Books books) {
    this.books = books;
    Gauge.builder(Measure.LEADING.meter(), () -> 0)
        .description(Measure.LEADING.description())
        .register(registry);
  }

  @Override
  public Answer apply(Asked asked) {
    if (!asked.method().equals("GET")) {
      return Answer.problem(405, "Wrong method", "this port takes GET only");
    }
    return switch (asked.path()) {
      case "/observe/health/live" -> Answer.json(Json.object().put("status", "UP"));
      case "/observe/health", "/observe/health/ready" -> ready();
      case "/observe/metrics" -> Answer.text("text/plain; version=0.0.4", registry.scrape());
      default ->
          Answer.problem(
              404,
              "Not found",
              "there are /observe/health/live, /observe/health/ready and /observe/metrics");
    };
  }

  private Answer ready() {
    ObjectNode body = Json.object().put("status", "UP").put("role", "standby");
    try {
      body.put("leader", books.numbers().worker().orElse(null)).putArray("reasons");
      return Answer.json(body);
    } catch (StoreException e) {
      body.put("status", "DOWN").putArray("reasons").add(String.valueOf(e.getMessage()));
      return new Answer(503, Answer.json(body).type(), Json.text(body));
    }
  }
}
