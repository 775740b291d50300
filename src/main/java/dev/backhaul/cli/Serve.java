package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.Access;
import dev.backhaul.console.Console;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.ServiceConfig;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.DrainedException;
import dev.backhaul.rollback.HeldException;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The long-running service: scheduled rounds, JSON API, health, metrics; until asked to end. */
@Command(
    name = "serve",
    description =
        "Run as a service: scheduled rounds of delta, plan and what is approved; JSON API, health, metrics.")
final class Serve implements Callable<Integer> {
  /** How often a quiet service looks whether it still leads. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** How often the files are looked at; one that stands by looks whether anybody leads. */
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
    Rollback rollback;
    try {
      rollback = session.rollback();
    } catch (HeldException held) {
      return standBy(config, held.holder());
    }
    try (rollback;
        Door door = Door.open(rollback.books());
        Console console =
            Console.open(config.http(), rollback, token -> known(rollback, token), time)) {
      console.gateway(door.gateway());
      List<String> rounds = watch(rollback);
      door.deliver(rollback);
      report(
          config.http(),
          console,
          door.told(Json.object().put("rounds", rounds.size())),
          door.words());
      beat(rollback, door, time);
      return ExitCode.OK.code();
    }
  }

  private List<String> watch(Rollback rollback) {
    rollback.reload();
    List<String> rounds = rollback.watch();
    if (rounds.isEmpty()) {
      session.warn(
          "no watch route in the target's file of routes/platforms: nothing is scheduled, only the API answers");
    }
    return rounds;
  }

  private void report(ServiceConfig.Http http, Console console, ObjectNode more, String last) {
    String api = "http://" + http.host() + ":" + console.port();
    String management = "http://" + http.host() + ":" + console.managementPort();
    ObjectNode json = Json.object().put("api", api).put("management", management);
    session.report(
        json.setAll(more),
        () ->
            "API on "
                + api
                + "/api/status, health on :"
                + console.managementPort()
                + "/observe/health/ready\n"
                + last);
  }

  /** Answers people, and takes over as soon as the leader ends or is gone. */
  private int standBy(ServiceConfig config, String leader)
      throws IOException, InterruptedException {
    Time time = session.around().time();
    Access access = new Access(config.access(), session.around().environment());
    try (Books books = session.books();
        Door door = Door.openIfFree(books, session);
        Console console = Console.standby(config.http(), books, access)) {
      report(
          config.http(),
          console,
          door.told(Json.object().put("standby", true).put("leader", leader)),
          "Standing by: " + leader + " leads.\n" + door.words());
      Rollback rollback = takeOver(books, time);
      if (rollback != null) {
        lead(rollback, console, door, () -> console.standBy(books, access), time);
      }
      return ExitCode.OK.code();
    }
  }

  private void lead(Rollback rollback, Console console, Door door, Runnable afterwards, Time time)
      throws InterruptedException {
    try (rollback) {
      console.lead(rollback, token -> known(rollback, token), time);
      console.gateway(door.gateway());
      session.warn("took over: this instance leads now");
      try {
        watch(rollback);
        door.deliver(rollback);
        rollback.roundNow();
        beat(rollback, door, time);
      } finally {
        afterwards.run();
      }
    }
  }

  /** Waits until nobody leads; null if this process was asked to end before. */
  private @Nullable Rollback takeOver(Books books, Time time) throws InterruptedException {
    Stops stops = session.around().stops();
    Time.Bell bell = time.bell();
    stops.onStop(bell::ring);
    while (!stops.stopped()) {
      if (books.numbers().unattended()) {
        try {
          return session.rollback();
        } catch (HeldException e) {
          // A third instance was faster.
        }
      }
      bell.await(time.instant().plus(LOOK));
    }
    return null;
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
  private void beat(Rollback rollback, Door door, Time time) throws InterruptedException {
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
        door.look();
        bell.await(time.instant().plus(LOOK));
      }
    }
  }
}
