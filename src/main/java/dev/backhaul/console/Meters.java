package dev.backhaul.console;

import dev.backhaul.delta.Cursor;
import dev.backhaul.delta.Freeze;
import dev.backhaul.reload.Outcome;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Numbers;
import dev.backhaul.rollback.Rollback;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What Prometheus may ask. Read from the store and the budgets at each scrape; no record ids in
 * tags.
 */
final class Meters {
  private final Rollback rollback;
  private final Books books;
  private final InstantSource clock;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge records = gauge(Measure.RECORDS);
  private final MultiGauge questions = gauge(Measure.QUESTIONS);
  private final MultiGauge rejects = gauge(Measure.REJECTS);
  private final MultiGauge lag = gauge(Measure.LAG);
  private final MultiGauge window = gauge(Measure.WINDOW);
  private final MultiGauge journal = gauge(Measure.JOURNAL);
  private final MultiGauge remaining = gauge(Measure.REMAINING);
  private final MultiGauge frozen = gauge(Measure.FROZEN);
  private final MultiGauge invalid = gauge(Measure.INVALID);
  private final MultiGauge paused = gauge(Measure.PAUSED);
  private final MultiGauge leading = gauge(Measure.LEADING);
  private final MultiGauge strays = gauge(Measure.STRAYS);
  private final MultiGauge integrations = gauge(Measure.INTEGRATIONS);
  private final MultiGauge unpublished = gauge(Measure.UNPUBLISHED);

  Meters(Rollback rollback, InstantSource clock) {
    this.rollback = rollback;
    books = rollback.books();
    this.clock = clock;
  }

  private MultiGauge gauge(Measure measure) {
    return MultiGauge.builder(measure.meter())
        .description(measure.description())
        .register(registry);
  }

  /** All of them, in Prometheus' text format. */
  String scrape() {
    Instant now = clock.instant();
    Numbers numbers = books.numbers();
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    numbers
        .outcomes()
        .forEach(
            o ->
                rows.add(
                    row(
                        Tags.of("object", o.object(), "outcome", lower(o.state().name())),
                        o.count())));
    records.register(rows, true);
    questions.register(counts("code", numbers.questions()), true);
    rejects.register(counts("object", books.rejects().open()), true);
    journal.register(counts("state", numbers.journal()), true);
    unpublished.register(counts("topic", numbers.unpublished()), true);
    strays.register(strays(), true);
    integrations.register(
        counts(
            "phase",
            rollback.integrations().stream()
                .collect(
                    Collectors.groupingBy(
                        each -> each.phase().name(), TreeMap::new, Collectors.counting()))),
        true);
    lag.register(lags(now), true);
    window.register(windows(now), true);
    paused.register(
        numbers.pauses().stream()
            .<MultiGauge.Row<?>>map(p -> row(Tags.of("what", p.name()), 1))
            .toList(),
        true);
    leading.register(List.of(row(Tags.empty(), 1)), true);
    invalid.register(unfit(), true);
    budgets(now);
    return registry.scrape();
  }

  private List<MultiGauge.Row<?>> strays() {
    return rollback.strays().stream()
        .filter(stray -> stray.answered() == null)
        .collect(
            Collectors.groupingBy(
                stray ->
                    Tags.of("class", lower(stray.writerClass().name()), "object", stray.object()),
                Collectors.summingLong(Freeze.Stray::records)))
        .entrySet()
        .stream()
        .<MultiGauge.Row<?>>map(each -> row(each.getKey(), each.getValue()))
        .toList();
  }

  private List<MultiGauge.Row<?>> unfit() {
    String result =
        books.applied().last().map(last -> last.path("result").asText()).orElse("UNCHANGED");
    return List.<Outcome.Result>of(
            Outcome.Result.INVALID, Outcome.Result.REFUSED, Outcome.Result.ORPHANED)
        .stream()
        .<MultiGauge.Row<?>>map(
            each -> row(Tags.of("why", lower(each.name())), each.name().equals(result) ? 1 : 0))
        .toList();
  }

  private List<MultiGauge.Row<?>> lags(Instant now) {
    List<MultiGauge.Row<?>> out = new ArrayList<>();
    for (Cursor cursor : books.cursors().all()) {
      out.add(
          row(
              Tags.of("object", cursor.object()),
              Duration.between(cursor.readUntil(), now).toSeconds()));
    }
    return out;
  }

  private List<MultiGauge.Row<?>> windows(Instant now) {
    List<MultiGauge.Row<?>> out = new ArrayList<>();
    Instant cutover = books.configuration().migration().cutover();
    for (Duration band : books.configuration().migration().windows()) {
      out.add(
          row(
              Tags.of("band", band.toHours() + "h"),
              Duration.between(now, cutover.plus(band)).toSeconds()));
    }
    return out;
  }

  private void budgets(Instant now) {
    List<MultiGauge.Row<?>> left = new ArrayList<>();
    List<MultiGauge.Row<?>> ice = new ArrayList<>();
    rollback
        .levels()
        .forEach(
            (account, levels) -> {
              long seconds = 0;
              for (var level : levels) {
                left.add(
                    row(
                        Tags.of("platform", account, "window", level.name()),
                        Math.max(0, level.allowed() - level.used())));
                Instant until = level.frozenUntil();
                seconds =
                    until == null
                        ? seconds
                        : Math.max(seconds, Duration.between(now, until).toSeconds());
              }
              ice.add(row(Tags.of("platform", account), seconds));
            });
    remaining.register(left, true);
    frozen.register(ice, true);
  }

  private static List<MultiGauge.Row<?>> counts(String tag, Map<String, Long> counts) {
    List<MultiGauge.Row<?>> out = new ArrayList<>();
    counts.forEach((name, n) -> out.add(row(Tags.of(tag, lower(name)), n)));
    return out;
  }

  private static MultiGauge.Row<?> row(Tags tags, long value) {
    return MultiGauge.Row.of(tags, value);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
