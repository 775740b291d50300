package dev.backhaul.cli;

/** A command cannot go on: what is wrong, where, and what to do next, with its exit code. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode code;

  CommandException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
