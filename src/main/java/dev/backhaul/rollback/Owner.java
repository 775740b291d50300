package dev.backhaul.rollback;

import dev.backhaul.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds a lease, so that a restart on the same machine need not wait out the lease of a process
 * that was killed: {@code host~machine/pid/start of the process/random}. The machine's mark is that
 * of one boot and one space of process ids: two containers may share a host name, even a host, and
 * still see nothing of each other's processes.
 */
public final class Owner {
  private static final int PARTS = 4;

  private Owner() {}

  /** This process; different on every call. */
  public static String ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return String.join(
        "/", place(), Long.toString(self.pid()), started(self), UUID.randomUUID().toString());
  }

  /** The owner for people: {@code process 4711 on ops-1}; other marks are shown as they are. */
  static String label(String owner) {
    String[] parts = owner.split("/", -1);
    if (parts.length != PARTS) {
      return owner.isEmpty() ? "another process" : owner;
    }
    int mark = parts[0].lastIndexOf('~');
    return "process " + parts[1] + " on " + (mark < 0 ? parts[0] : parts[0].substring(0, mark));
  }

  /** True if that process certainly is no more: it ran on this host, and no such process does. */
  static boolean isGone(String owner) {
    String[] parts = owner.split("/", -1);
    if (parts.length != PARTS || !parts[0].equals(place()) || !parts[1].matches("[0-9]{1,18}")) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[1]));
    return process.isEmpty() || !started(process.get()).equals(parts[2]);
  }

  /** A pid is used again; with its start it is not. */
  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private static String place() {
    return host() + "~" + machine();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String machine() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
      String processes = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Json.sha256(boot + processes).substring(0, 8);
    } catch (IOException | UnsupportedOperationException e) {
      // Nobody can be told to be on the same machine: such a lease is waited out.
      return UUID.randomUUID().toString();
    }
  }
}
