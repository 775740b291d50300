package dev.backhaul.mapping;

import java.nio.file.Path;

/** A mapping file that cannot be used; the message starts with file and line. */
public final class MappingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MappingException(Path file, int line, String message) {
    super(file.getFileName() + ":" + line + ": " + message);
  }

  MappingException(Path file, int line, String message, Throwable cause) {
    super(file.getFileName() + ":" + line + ": " + message, cause);
  }
}
