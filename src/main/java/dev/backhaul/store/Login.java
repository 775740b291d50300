package dev.backhaul.store;

import java.util.function.Supplier;

/**
 * Who opens a PostgreSQL store. Asked anew for every connection, so that a rotated password needs
 * no restart. Never printed: an implementation must not show the password in {@code toString}.
 */
public interface Login {
  /** The database role. */
  String user();

  /** Its password. */
  String password();

  /** A login that does not change. */
  static Login of(String user, String password) {
    return of(() -> user, () -> password);
  }

  /** A login whose parts are looked up at each use. */
  static Login of(Supplier<String> user, Supplier<String> password) {
    return new Login() {
      @Override
      public String user() {
        return user.get();
      }

      @Override
      public String password() {
        return password.get();
      }

      @Override
      public String toString() {
        return "Login[hidden]";
      }
    };
  }
}
