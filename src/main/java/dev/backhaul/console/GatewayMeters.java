package dev.backhaul.console;

import dev.backhaul.gateway.Desk;
import dev.backhaul.gateway.Gateway;
import dev.backhaul.rollback.Books;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What Prometheus may ask about the webhook gateway. */
final class GatewayMeters {
  private final Books books;
  private final InstantSource clock;
  private final Supplier<@Nullable Gateway> gateway;
  private final MultiGauge events;
  private final MultiGauge oldest;
  private final MultiGauge quarantine;
  private final MultiGauge requests;
  private final MultiGauge took;
  private final MultiGauge resting;

  GatewayMeters(
      Books books,
      InstantSource clock,
      Supplier<@Nullable Gateway> gateway,
      MeterRegistry registry) {
    this.books = books;
    this.clock = clock;
    this.gateway = gateway;
    events = gauge(Measure.GATEWAY_EVENTS, registry);
    oldest = gauge(Measure.GATEWAY_OLDEST, registry);
    quarantine = gauge(Measure.GATEWAY_QUARANTINE, registry);
    requests = gauge(Measure.GATEWAY_REQUESTS, registry);
    took = gauge(Measure.GATEWAY_TOOK, registry);
    resting = gauge(Measure.GATEWAY_RESTING, registry);
  }

  private static MultiGauge gauge(Measure measure, MeterRegistry registry) {
    return MultiGauge.builder(measure.meter())
        .description(measure.description())
        .register(registry);
  }

  /** Reads all of them anew; none where this process has no gateway. */
  void read() {
    Gateway open = gateway.get();
    if (open == null) {
      return;
    }
    Instant now = clock.instant();
    List<MultiGauge.Row<?>> depths = new ArrayList<>();
    List<MultiGauge.Row<?>> ages = new ArrayList<>();
    Desk desk = books.gateway();
    for (Desk.Standing each : desk.status()) {
      each.events().forEach((state, n) -> depths.add(depth(each.name(), state, n)));
      each.waiting().forEach((state, n) -> depths.add(depth(each.name(), state, n)));
      Instant since = each.oldest();
      ages.add(
          MultiGauge.Row.of(
              Tags.of("integration", each.name()),
              since == null ? 0 : Duration.between(since, now).toSeconds()));
    }
    events.register(depths, true);
    oldest.register(ages, true);
    quarantine.register(List.of(MultiGauge.Row.of(Tags.empty(), desk.doubtful())), true);
    List<MultiGauge.Row<?>> counts = new ArrayList<>();
    open.counts()
        .all()
        .forEach(
            (name, n) -> {
              int dot = name.indexOf('.');
              counts.add(
                  MultiGauge.Row.of(
                      Tags.of(
                          "outcome",
                          name.substring(0, dot),
                          "of",
                          name.substring(dot + 1).toLowerCase(Locale.ROOT)),
                      n));
            });
    requests.register(counts, true);
    took.register(List.of(quantile(open, 0.5), quantile(open, 0.99)), true);
    resting.register(
        open.resting().stream()
            .<MultiGauge.Row<?>>map(each -> MultiGauge.Row.of(Tags.of("endpoint", each), 1))
            .toList(),
        true);
  }

  private static MultiGauge.Row<?> depth(String integration, String state, long n) {
    return MultiGauge.Row.of(
        Tags.of("integration", integration, "state", state.replace(' ', '-')), n);
  }

  private static MultiGauge.Row<?> quantile(Gateway open, double share) {
    return MultiGauge.Row.of(
        Tags.of("quantile", Double.toString(share)), open.counts().quantile(share).toNanos() / 1e9);
  }
}
