package dev.backhaul.cli;

import dev.backhaul.console.Access;
import dev.backhaul.console.Console;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.ServiceConfig;
import dev.backhaul.rollback.DrainedException;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Actor;
import dev.backhaul.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The long-running service: scheduled rounds, JSON API, health, metrics; until asked to end. */
@Command(
    name = "serve",
    description =
        "Run as a service: scheduled rounds of delta, plan and what is approved; JSON API, health, metrics.")
final class Serve implements Callable<Integer> {
  /** Well inside the lease's span, so that a quiet service keeps it. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);

  /** How often the files are looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Session session;

  Serve(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServiceConfig config =
        ServiceConfig.read(
            session.home().resolve("config/backhaul.yaml"), session.around().environment());
    System.setProperty("backhaul.log.format", config.logging().format().name());
    System.setProperty(
        "backhaul.log.level", config.logging().level().name().toUpperCase(Locale.ROOT));
    Time time = session.around().time();
    try (Rollback rollback = session.rollback();
        Console console =
            Console.open(config.http(), rollback, token -> known(rollback, token), time)) {
      rollback.reload();
      List<String> rounds = rollback.watch();
      if (rounds.isEmpty()) {
        session.warn(
            "no watch route in the target's file of routes/platforms: nothing is scheduled, only the API answers");
      }
      session.report(
          Json.object()
              .put("api", "http://" + config.http().host() + ":" + console.port())
              .put("management", "http://" + config.http().host() + ":" + console.managementPort())
              .put("rounds", rounds.size()),
          () ->
              "API on http://"
                  + config.http().host()
                  + ":"
                  + console.port()
                  + "/api/status, health on :"
                  + console.managementPort()
                  + "/observe/health/ready\n");
      beat(rollback, time);
      return ExitCode.OK.code();
    }
  }

  /** Whoever the configuration in force knows. */
  private Optional<Actor> known(Rollback rollback, String token) {
    return new Access(rollback.configuration().service().access(), session.around().environment())
        .authenticate(token);
  }

  /**
   * Keeps the lease and looks at the files until asked to end; leaves by an exception if another
   * process took the lease.
   */
  private void beat(Rollback rollback, Time time) throws InterruptedException {
    Stops stops = session.around().stops();
    Time.Bell bell = time.bell();
    stops.onStop(bell::ring);
    while (!stops.stopped()) {
      try {
        rollback.keep();
      } catch (DrainedException e) {
        return;
      }
      Instant until = time.instant().plus(HEARTBEAT);
      while (!stops.stopped() && time.instant().isBefore(until)) {
        rollback.reload().look();
        bell.await(time.instant().plus(LOOK));
      }
    }
  }
}
