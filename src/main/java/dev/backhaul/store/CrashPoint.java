package dev.backhaul.store;

/**
 * Called at every instant where stopping must do no harm. Does nothing in production; the crash
 * tests halt the process here.
 */
@FunctionalInterface
public interface CrashPoint {
  /** Does nothing. */
  CrashPoint NONE = point -> {};

  /** The process has got as far as {@code point}. */
  void reached(Point point);

  /** A step that ends in a commit: reached once before it and once after. */
  enum Step {
    CURSOR(Point.CURSOR_COMMITTING, Point.CURSOR_COMMITTED),
    CAPTURED(Point.CAPTURED_COMMITTING, Point.CAPTURED_COMMITTED),
    INTENT(Point.INTENT_COMMITTING, Point.INTENT_COMMITTED),
    SENT(Point.SENT_COMMITTING, Point.SENT_COMMITTED),
    JOB(Point.JOB_COMMITTING, Point.JOB_COMMITTED),
    ANSWER(Point.ANSWER_COMMITTING, Point.ANSWER_COMMITTED),
    VERIFIED(Point.VERIFIED_COMMITTING, Point.VERIFIED_COMMITTED),
    FAILED(Point.FAILED_COMMITTING, Point.FAILED_COMMITTED),
    UNKNOWN(Point.UNKNOWN_COMMITTING, Point.UNKNOWN_COMMITTED),
    RESTORED(Point.RESTORED_COMMITTING, Point.RESTORED_COMMITTED),
    SILENT(Point.SILENT_COMMITTING, Point.SILENT_COMMITTED);

    private final Point committing;
    private final Point committed;

    Step(Point committing, Point committed) {
      this.committing = committing;
      this.committed = committed;
    }

    /** Everything is written, nothing is committed. */
    public Point committing() {
      return committing;
    }

    /** The commit has returned. */
    public Point committed() {
      return committed;
    }
  }

  /** Where a process may be when it dies. */
  enum Point {
    /** Any write transaction is about to begin. */
    TRANSACTION_BEGINNING,
    /** Everything of it is written, nothing is committed. */
    TRANSACTION_COMMITTING,
    /** Its commit has returned. */
    TRANSACTION_COMMITTED,
    CURSOR_COMMITTING,
    CURSOR_COMMITTED,
    CAPTURED_COMMITTING,
    CAPTURED_COMMITTED,
    INTENT_COMMITTING,
    INTENT_COMMITTED,
    SENT_COMMITTING,
    SENT_COMMITTED,
    /** The platform has answered; nothing of it is saved. */
    WRITE_RETURNED,
    JOB_COMMITTING,
    JOB_COMMITTED,
    ANSWER_COMMITTING,
    ANSWER_COMMITTED,
    /** Read back; nothing of it is saved. */
    READ_BACK,
    VERIFIED_COMMITTING,
    VERIFIED_COMMITTED,
    FAILED_COMMITTING,
    FAILED_COMMITTED,
    UNKNOWN_COMMITTING,
    UNKNOWN_COMMITTED,
    RESTORED_COMMITTING,
    RESTORED_COMMITTED,
    SILENT_COMMITTING,
    SILENT_COMMITTED
  }
}
