package dev.backhaul.gateway;

import dev.backhaul.store.Store;
import dev.backhaul.yaml.Environment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * What delivering stands on.
 *
 * @param gates the integrations in force
 * @param leads whether this process still may deliver; asked before every round and every event
 * @param fence refuses a commit of a process that leads no longer
 * @param keep how long what was delivered is kept
 */
record Grounds(
    Store store,
    Keeping keeping,
    Supplier<Gates> gates,
    Environment environment,
    InstantSource clock,
    BooleanSupplier leads,
    Consumer<Handle> fence,
    Duration keep) {

  /** Returns once it is committed, by the process that leads. */
  void keep(Consumer<Handle> work) {
    keeping.keep(
        tx -> {
          fence.accept(tx);
          work.accept(tx);
          return true;
        });
  }
}
