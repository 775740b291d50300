package dev.backhaul.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The store could not do what was asked. Whatever the kind, the transaction was rolled back:
 * nothing that was committed before is lost.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  /** What is wrong, in the order of what an operator can do about it. */
  public enum Kind {
    /** No room left. */
    FULL,
    /** Another process holds the store. */
    BUSY,
    /** The file cannot be written. */
    READ_ONLY,
    /** The file cannot be opened or read. */
    UNREADABLE,
    /** The content is damaged. */
    CORRUPT,
    /** The encryption key is missing or another one. */
    KEY,
    /** Two rows that must differ do not. */
    DUPLICATE,
    /** Anything else: a fault of this program. */
    OTHER
  }

  /** Says what happened and what to do next. */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Translates what a database driver throws; {@code where} is the store's location. */
  static StoreException of(String where, Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StoreException e) {
        return e;
      }
      if (t instanceof SQLException sql) {
        return of(where, sql, thrown);
      }
    }
    return new StoreException(
        Kind.OTHER,
        "the store at " + where + " failed: " + thrown.getClass().getSimpleName(),
        thrown);
  }

  private static StoreException of(String where, SQLException sql, Throwable thrown) {
    // SQLite puts its primary code into the low byte: https://www.sqlite.org/rescode.html
    return switch (sql.getErrorCode() & 0xff) {
      case 13 ->
          new StoreException(
              Kind.FULL,
              "the store at "
                  + where
                  + " is full: this step was not saved and nothing before it is lost; free disk space (or raise"
                  + " store.maxBytes), then resume",
              thrown);
      case 5, 6 ->
          new StoreException(
              Kind.BUSY,
              "the store at "
                  + where
                  + " is held by another process; stop that one or raise store.busy, then try again",
              thrown);
      case 8 ->
          new StoreException(
              Kind.READ_ONLY,
              "the store at " + where + " is read-only: check the file's owner and permissions",
              thrown);
      case 10, 14 ->
          new StoreException(
              Kind.UNREADABLE,
              "the store at "
                  + where
                  + " cannot be opened or read: check that the folder exists and the disk is sound",
              thrown);
      case 11, 26 ->
          new StoreException(
              Kind.CORRUPT,
              "the store at " + where + " is damaged or no SQLite file: restore it from a backup",
              thrown);
      case 19 ->
          new StoreException(
              Kind.DUPLICATE,
              "the store at " + where + " refused a row that breaks a rule of its table",
              thrown);
      default ->
          new StoreException(
              Kind.OTHER,
              "the store at " + where + " failed with code " + sql.getErrorCode(),
              thrown);
    };
  }
}
