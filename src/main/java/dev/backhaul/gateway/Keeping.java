package dev.backhaul.gateway;

import dev.backhaul.store.Store;
import dev.backhaul.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;

/**
 * Commits what many threads want kept in few transactions: whatever waits when one begins is in it,
 * so that a burst costs one write to the disk and not hundreds. Everybody returns only when theirs
 * is committed.
 */
final class Keeping implements AutoCloseable {
  /** More would make the first of a batch wait for the last. */
  private static final int BATCH = 256;

  /** What waits is held in memory and its senders hold connections. */
  private static final int WAITING = 2_000;

  /** No sender waits longer than this for an answer. */
  private static final long PATIENCE_SECONDS = 8;

  private final Store store;
  private final BlockingQueue<Waiting<?>> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;
  private volatile boolean open = true;

  Keeping(Store store) {
    this.store = store;
    thread = new Thread(this::run, "gateway-keeping");
    thread.setDaemon(true);
    thread.start();
  }

  /** Something to be kept, in whatever transaction comes next. */
  @FunctionalInterface
  interface Work<T> {
    T in(Handle tx);
  }

  private record Waiting<T>(Work<T> work, CompletableFuture<T> done) {
    Runnable in(Handle tx) {
      T result = work.in(tx);
      return () -> done.complete(result);
    }
  }

  /**
   * Returns once it is committed.
   *
   * @throws StoreException if it was not kept, or nobody knows: come again
   */
  <T> T keep(Work<T> work) {
    Waiting<T> mine = new Waiting<>(work, new CompletableFuture<>());
    if (!open || !waiting.offer(mine)) {
      throw new StoreException(
          StoreException.Kind.BUSY, "the gateway keeps up no more: try again", null);
    }
    try {
      return mine.done().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new StoreException(
          StoreException.Kind.IN_DOUBT, "the store takes too long: try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(StoreException.Kind.IN_DOUBT, "ended while it waited", e);
    }
  }

  private void run() {
    List<Waiting<?>> batch = new ArrayList<>();
    while (open || !waiting.isEmpty()) {
      try {
        Waiting<?> first = waiting.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, BATCH - 1);
          commit(batch);
          batch.clear();
        }
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }

  private void commit(List<Waiting<?>> batch) {
    try {
      store
          .inTransaction(tx -> batch.stream().map(each -> each.in(tx)).toList())
          .forEach(Runnable::run);
    } catch (RuntimeException | Error e) {
      if (batch.size() > 1 && ofOne(e)) {
        // One of them is at fault; the others need not suffer.
        batch.forEach(each -> commit(List.of(each)));
      } else {
        batch.forEach(each -> each.done().completeExceptionally(e));
      }
    }
  }

  /** Whether another transaction would keep the others. */
  private static boolean ofOne(Throwable e) {
    return !(e instanceof StoreException store)
        || store.kind() == StoreException.Kind.DUPLICATE
        || store.kind() == StoreException.Kind.OTHER;
  }

  /** Ends once everything that waits is committed. */
  @Override
  public void close() {
    open = false;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
