package dev.backhaul.manifest;

/**
 * A jq program of a manifest that does not fit the answer it was given. Quotes the program only.
 */
public final class JqException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JqException(String program, String what) {
    super("the manifest's jq program '" + program.strip() + "' " + what);
  }
}
