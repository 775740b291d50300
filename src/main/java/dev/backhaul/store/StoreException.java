package dev.backhaul.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The store could not do what was asked. Nothing that was committed before is lost. The transaction
 * was rolled back, except for {@link Kind#IN_DOUBT}: that one may stand.
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
    /** The database refuses user or password. */
    LOGIN,
    /** A newer release of this program made the tables. */
    NEWER,
    /** The database cannot be reached, or went away; the transaction was not kept. */
    LOST,
    /** The database went away while it committed: kept or not, only the database knows. */
    IN_DOUBT,
    /** Two rows that must differ do not. */
    DUPLICATE,
    /** Anything else: a fault of this program. */
    OTHER;

    /** Whether it may be over without anybody mending this machine or this program. */
    public boolean passes() {
      return this == LOST || this == IN_DOUBT || this == BUSY;
    }
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

  /** Translates what a database driver threw somewhere below {@code thrown}. */
  static StoreException of(Engine engine, String where, Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StoreException e) {
        return e;
      }
      if (t instanceof SQLException sql) {
        return engine.failure(sql, thrown);
      }
    }
    return new StoreException(
        Kind.OTHER,
        "the store at " + where + " failed: " + thrown.getClass().getSimpleName(),
        thrown);
  }
}
