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
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.StoreException;
import dev.backhaul.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
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
    Access access = new Access(config.access(), session.around().environment());
    try (Books books = session.books();
        Door door = new Door(books);
        Console console = Console.standby(config.http(), books, access)) {
      Runnable standing = () -> console.standBy(books, access);
      try {
        Rollback first = session.rollback();
        open(door, first);
        lead(
            first,
            console,
            door,
            standing,
            rounds ->
                report(
                    config.http(),
                    console,
                    door.told(Json.object().put("rounds", rounds.size())),
                    door.words()));
      } catch (HeldException held) {
        if (!door.openIfFree()) {
          say("the gateway's port is taken, so this instance takes no webhooks until it is free");
        }
        report(
            config.http(),
            console,
            door.told(Json.object().put("standby", true).put("leader", held.holder())),
            "Standing by: " + held.holder() + " leads.\n" + door.words());
      }
      for (Rollback rollback = takeOver(books); rollback != null; rollback = takeOver(books)) {
        Rollback taken = rollback;
        lead(
            taken,
            console,
            door,
            standing,
            rounds -> {
              say("took over: this instance leads now");
              taken.roundNow();
            });
      }
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

  /** A leader without its gateway would lose what is sent to it: it does not begin. */
  private static void open(Door door, Rollback rollback) throws IOException {
    try {
      door.open();
    } catch (IOException e) {
      rollback.close();
      throw e;
    }
  }

  /**
   * Works until this process is asked to end, another one has the lease, or the store is away; then
   * this instance stands by. Nothing can be lost by that: what was not committed is looked up by
   * whoever leads next.
   */
  private void lead(
      Rollback rollback,
      Console console,
      Door door,
      Runnable standing,
      Consumer<List<String>> begun)
      throws InterruptedException {
    Time time = session.around().time();
    try (rollback) {
      try {
        console.lead(rollback, token -> known(rollback, token), time);
        console.gateway(door.gateway());
        List<String> rounds = watch(rollback);
        door.deliver(rollback);
        begun.accept(rounds);
        beat(rollback, console, door, time);
      } finally {
        rollback.drain();
        standing.run();
      }
    } catch (DrainedException e) {
      // Asked to end while changed files were put in place; the next start reads them.
    } catch (LostLeaseException e) {
      say(e.getMessage() + "; this instance stands by");
    } catch (StoreException e) {
      if (!e.kind().passes()) {
        throw e;
      }
      say(e.getMessage() + "; this instance stands by until the store answers");
    }
  }

  /** Stands by until nobody leads; null if this process was asked to end before. */
  private @Nullable Rollback takeOver(Books books) throws InterruptedException {
    Time time = session.around().time();
    Stops stops = session.around().stops();
    Time.Bell bell = time.bell();
    stops.onStop(bell::ring);
    String told = "";
    while (!stops.stopped()) {
      try {
        if (books.numbers().unattended(session.owner())) {
          return session.rollback();
        }
        told = "";
      } catch (HeldException e) {
        // A third instance was faster.
      } catch (RuntimeException e) {
        if (!passes(e)) {
          throw e;
        }
        String message = Fault.of(e).message();
        if (!message.equals(told)) {
          say(message + "\nthis instance stands by and tries again");
        }
        told = message;
      }
      bell.await(time.instant().plus(LOOK));
    }
    return null;
  }

  /** For the log, in its format; asked for late, since the format is known only by now. */
  private static void say(String message) {
    LoggerFactory.getLogger(Serve.class).warn("{}", message);
  }

  /** What may be over at the next look: the store is away, or somebody is editing a file. */
  private static boolean passes(RuntimeException e) {
    return e instanceof StoreException store
        ? store.kind().passes()
        : Fault.of(e).code() == ExitCode.INVALID;
  }

  /** Whoever the configuration in force knows. */
  private Optional<Actor> known(Rollback rollback, String token) {
    return new Access(rollback.configuration().service().access(), session.around().environment())
        .authenticate(token);
  }

  /**
   * Keeps the lease and looks at the files until asked to end; leaves by an exception if another
   * process took the lease, or the store is away.
   */
  private void beat(Rollback rollback, Console console, Door door, Time time)
      throws InterruptedException {
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
        if (door.look()) {
          console.gateway(door.gateway());
          door.deliver(rollback);
        }
        bell.await(time.instant().plus(LOOK));
      }
    }
  }
}
