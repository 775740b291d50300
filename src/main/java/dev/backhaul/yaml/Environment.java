package dev.backhaul.yaml;

import org.jspecify.annotations.Nullable;

/** The environment variables that placeholders may name. */
@FunctionalInterface
public interface Environment {

  /** The value of a variable, or null if it is not set. */
  @Nullable String variable(String name);

  /** The variables of this process. */
  static Environment system() {
    return System::getenv;
  }
}
