package dev.backhaul.cli;

import dev.backhaul.apply.GateClosedException;
import dev.backhaul.apply.StoppedException;
import dev.backhaul.integration.IntegrationException;
import dev.backhaul.json.JsonException;
import dev.backhaul.mapping.MappingException;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.rollback.ConfigurationException;
import dev.backhaul.rollback.DrainedException;
import dev.backhaul.rollback.HeldException;
import dev.backhaul.rollback.PausedException;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.NotAllowedException;
import dev.backhaul.store.StoreException;
import dev.backhaul.yaml.MissingSecretException;
import dev.backhaul.yaml.YamlException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What went wrong, for people: the one place that turns exceptions into exit codes and messages.
 *
 * @param code the exit code
 * @param message what, where, and what to do next; may hold line breaks
 */
record Fault(ExitCode code, String message) {

  static Fault of(Throwable thrown) {
    return switch (thrown) {
      case CommandException e -> new Fault(e.code(), text(e));
      case YamlException e -> new Fault(ExitCode.INVALID, text(e));
      case MappingException e -> new Fault(ExitCode.INVALID, text(e));
      case ConfigurationException e -> new Fault(ExitCode.INVALID, text(e));
      case IllegalArgumentException e -> new Fault(ExitCode.INVALID, text(e));
      case JsonException e -> new Fault(ExitCode.INVALID, text(e));
      case MissingSecretException e ->
          new Fault(
              ExitCode.ENVIRONMENT, text(e) + "\nset it, or correct the place that refers to it");
      case HeldException e -> new Fault(ExitCode.ENVIRONMENT, text(e));
      case StoreException e -> new Fault(ExitCode.ENVIRONMENT, text(e));
      case PlatformException e -> platform(e);
      case UncheckedIOException e ->
          io(e.getCause() == null ? new IOException(text(e)) : e.getCause());
      case IOException e -> io(e);
      case IntegrationException e -> new Fault(ExitCode.FAILED, text(e));
      case GateClosedException e ->
          new Fault(
              ExitCode.FAILED, "nothing was written:\n  - " + String.join("\n  - ", e.reasons()));
      case StoppedException e -> new Fault(ExitCode.FAILED, text(e));
      case PausedException e -> new Fault(ExitCode.FAILED, text(e));
      case DrainedException e -> new Fault(ExitCode.FAILED, text(e));
      case NotAllowedException e -> new Fault(ExitCode.FAILED, text(e));
      case LostLeaseException e -> new Fault(ExitCode.FAILED, text(e));
      default -> wrapped(thrown);
    };
  }

  private static Fault wrapped(Throwable thrown) {
    Throwable cause = thrown.getCause();
    if (cause != null && cause != thrown) {
      Fault inner = of(cause);
      if (!inner.message().startsWith("internal fault")) {
        return inner;
      }
    }
    return new Fault(
        ExitCode.FAILED,
        "internal fault: "
            + thrown.getClass().getSimpleName()
            + "\nnothing that was kept before is lost; run again with --verbose and report what it prints");
  }

  private static Fault platform(PlatformException e) {
    return switch (e.failure()) {
      case Failure.Transient ignored ->
          new Fault(
              ExitCode.ENVIRONMENT,
              text(e)
                  + "\ncheck base URL, network and the platform's status page, then run again: it goes on where it stopped");
      case Failure.AuthExpired ignored ->
          new Fault(
              ExitCode.ENVIRONMENT,
              text(e)
                  + "\nrenew the credentials that migration.yaml refers to, then run again: it goes on where it stopped");
      case Failure.Throttled ignored ->
          new Fault(
              ExitCode.FAILED,
              text(e)
                  + "\nsomebody uses up the account's quota: see backhaul probe, then run again");
      default ->
          new Fault(
              ExitCode.FAILED,
              text(e)
                  + "\nsee backhaul probe; run again when that is settled: it goes on where it stopped");
    };
  }

  private static Fault io(IOException e) {
    return new Fault(
        ExitCode.ENVIRONMENT,
        e.getClass().getSimpleName()
            + ": "
            + text(e)
            + "\ncheck that the file or address exists, may be used, and that the disk has room");
  }

  private static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }
}
