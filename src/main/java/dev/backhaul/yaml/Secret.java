package dev.backhaul.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a secret: {@code ${env:NAME}} or {@code ${file:/absolute/path}}. Never holds the
 * secret itself, which is read at each use, so that a rotated token needs no restart and no dump
 * shows it.
 */
public final class Secret {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?:env:([A-Za-z_][A-Za-z0-9_]*)|file:(/[^}]+))}");
  private static final long MAX_BYTES = 65_536;

  private final String reference;
  private final @Nullable String variable;
  private final @Nullable Path file;

  private Secret(String reference, @Nullable String variable, @Nullable Path file) {
    this.reference = reference;
    this.variable = variable;
    this.file = file;
  }

  /**
   * From a reference as it stands in a file.
   *
   * @throws IllegalArgumentException if the text is not a reference; the message does not quote it,
   *     because it may be the secret itself
   */
  @FromText
  public static Secret of(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a secret must not stand in a file; write ${env:NAME} or ${file:/absolute/path}");
    }
    String path = matcher.group(2);
    return new Secret(reference, matcher.group(1), path == null ? null : Path.of(path));
  }

  /** The reference, fit for messages: {@code ${env:ZENDESK_TOKEN}}. */
  public String reference() {
    return reference;
  }

  /**
   * Reads the secret now. A file's trailing line break is no part of it.
   *
   * @throws MissingSecretException if the variable is not set, or the file cannot be read, or
   *     either is empty
   */
  public String reveal(Environment environment) {
    String value = variable != null ? environment.variable(variable) : content();
    if (value == null) {
      throw new MissingSecretException("environment variable " + variable + " is not set");
    }
    if (value.isBlank()) {
      throw new MissingSecretException(reference + " is empty");
    }
    return value;
  }

  private String content() {
    if (file == null) {
      throw new IllegalStateException("a secret that is neither variable nor file");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new MissingSecretException("file " + file + " is too large to be a secret");
      }
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new MissingSecretException(
          "file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && secret.reference.equals(reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  /** Masked; see {@link #reference()}. */
  @Override
  public String toString() {
    return "***";
  }
}
