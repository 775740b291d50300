package dev.backhaul.cli;

/** What a command's exit code means. The table in docs/reference/cli.md is made of this. */
public enum ExitCode {
  /** Done, or a dry run shown. */
  OK(0, "done; or a dry run was shown"),
  /** Refused or incomplete. */
  FAILED(
      1,
      "it was refused (not approved, paused, silence unproven) or did not go through; stderr says why and what next"),
  /** The input is wrong. */
  INVALID(
      2,
      "invalid input: an unknown key, option, id or value, files that do not fit together, a cutover in the future"),
  /** The surroundings lack something. */
  ENVIRONMENT(
      3,
      "the environment lacks something: a secret, a token, the store, disk space, the network, access to a system, a JDK");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The number. */
  public int code() {
    return code;
  }

  /** What it means, for people. */
  public String meaning() {
    return meaning;
  }
}
