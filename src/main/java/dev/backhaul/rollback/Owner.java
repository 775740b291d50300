package dev.backhaul.rollback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds a lease, so that a restart on the same machine need not wait out the lease of a process
 * that was killed: {@code host/pid/start of the process/random}.
 */
public final class Owner {
  private static final int PARTS = 4;

  private Owner() {}

  /** This process; different on every call. */
  public static String ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return String.join(
        "/", host(), Long.toString(self.pid()), started(self), UUID.randomUUID().toString());
  }

  /** True if that process certainly is no more: it ran on this host, and no such process does. */
  static boolean isGone(String owner) {
    String[] parts = owner.split("/", -1);
    if (parts.length != PARTS || !parts[0].equals(host()) || !parts[1].matches("[0-9]{1,18}")) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[1]));
    return process.isEmpty() || !started(process.get()).equals(parts[2]);
  }

  /** A pid is used again; with its start it is not. */
  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // Without a name nobody can be told to be on the same host: such a lease is waited out.
      return "unknown-" + UUID.randomUUID();
    }
  }
}
