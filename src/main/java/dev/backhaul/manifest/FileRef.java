package dev.backhaul.manifest;

import org.jspecify.annotations.Nullable;

/**
 * A file that a record names.
 *
 * @param id the platform's own id of it
 * @param name its name with extension; null if the record does not say
 */
public record FileRef(String id, @Nullable String name) {
  /** Never prints the name: people give it. */
  @Override
  public String toString() {
    return "FileRef[" + id + "]";
  }
}
