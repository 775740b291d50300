package dev.backhaul.rollback;

import dev.backhaul.platform.Role;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Leases;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * This process's right to work with both accounts of a rollback: a lease of each, all or none.
 * Whoever sleeps through them is fenced off by the next holder's epochs, at every commit; and sends
 * no request once it cannot be sure of them.
 */
public final class Lease implements AutoCloseable {
  /** A dead holder blocks for no longer; a heartbeat renews it during long calls to a platform. */
  private static final Duration SPAN = Duration.ofSeconds(10);

  /** Where time is stepped nothing beats, and a wait for a quota is a jump. */
  private static final Duration STEPPED_SPAN = Duration.ofMinutes(2);

  private final Leases leases;
  private final Map<Role, Fence> fences;
  private final Duration span;
  private final Time time;
  private volatile Instant renewed;
  private volatile @Nullable LostLeaseException lost;
  private volatile boolean draining;

  private Lease(Leases leases, Map<Role, Fence> fences, Duration span, Time time, Instant renewed) {
    this.leases = leases;
    this.fences = Map.copyOf(fences);
    this.span = span;
    this.time = time;
    this.renewed = renewed;
  }

  /** Leases by the database's clock; where time is stepped, no database knows it: by that time. */
  static Leases timed(Store store, Time time) {
    return time.stepped() ? new Leases(store, time) : new Leases(store);
  }

  /** How long a lease lasts without a sign of life. */
  static Duration span(Time time) {
    return time.stepped() ? STEPPED_SPAN : SPAN;
  }

  /** An account as it stands in the tables of leases and budgets: {@code source/zendesk}. */
  static String account(Role role, String platform) {
    return role.name().toLowerCase(Locale.ROOT) + "/" + platform;
  }

  /**
   * Takes the leases; those of a process that was killed on this machine are taken over at once.
   *
   * @param accounts of both roles
   * @throws HeldException if another process holds one of them
   */
  static Lease take(
      Leases leases, Map<Role, String> accounts, String owner, Duration span, Time time) {
    List<Role> roles = accounts.keySet().stream().sorted().toList();
    List<String> names =
        roles.stream().map(role -> Objects.requireNonNull(accounts.get(role))).toList();
    Instant before = time.instant();
    List<Fence> fences =
        leases
            .acquire(names, owner, span)
            .or(
                () -> {
                  leases.release(gone(leases, names));
                  return leases.acquire(names, owner, span);
                })
            .orElseThrow(() -> new HeldException(holder(leases, names), span));
    Map<Role, Fence> byRole = new EnumMap<>(Role.class);
    for (int i = 0; i < roles.size(); i++) {
      byRole.put(roles.get(i), fences.get(i));
    }
    return new Lease(leases, byRole, span, time, before);
  }

  private static Collection<Fence> gone(Leases leases, List<String> names) {
    return names.stream()
        .flatMap(name -> leases.holder(name).stream())
        .filter(held -> Owner.isGone(held.owner()))
        .toList();
  }

  private static String holder(Leases leases, List<String> names) {
    return names.stream()
        .flatMap(name -> leases.holder(name).stream())
        .map(Fence::owner)
        .findFirst()
        .orElse("");
  }

  /** The fence that every commit about this role's account checks. */
  Fence fence(Role role) {
    return Objects.requireNonNull(fences.get(role));
  }

  /** From now on work ends at its next page or batch boundary. */
  void drain() {
    draining = true;
  }

  /**
   * Whether work may go on; called between pages and batches. Renews the leases when a third of
   * their span has passed.
   *
   * @throws DrainedException if the process was asked to end
   * @throws LostLeaseException if another process has taken over
   * @throws dev.backhaul.store.StoreException if the store does not say so
   */
  public void keep() {
    if (draining) {
      throw new DrainedException();
    }
    stillOurs();
  }

  /** As {@link #keep}, for those who only want to know. */
  boolean leads() {
    try {
      keep();
      return true;
    } catch (DrainedException | LostLeaseException e) {
      return false;
    }
  }

  /**
   * Whether nobody else can have taken over; called before every request. Only a process that slept
   * for a third of the span has to ask the store.
   *
   * @throws LostLeaseException if another process has taken over
   * @throws dev.backhaul.store.StoreException if the store does not answer
   */
  void stillOurs() {
    throwIfLost();
    if (time.instant().isAfter(renewed.plus(span.dividedBy(3)))) {
      renew();
    }
  }

  /**
   * Prolongs the leases; a heartbeat calls it while work goes on.
   *
   * @throws LostLeaseException if another process has taken over; every later call says so too
   * @throws dev.backhaul.store.StoreException if the store does not answer
   */
  synchronized void renew() {
    throwIfLost();
    Instant before = time.instant();
    try {
      leases.renew(fences.values(), span);
      renewed = before;
    } catch (LostLeaseException e) {
      lost = e;
      throw e;
    }
  }

  private void throwIfLost() {
    LostLeaseException why = lost;
    if (why != null) {
      throw why;
    }
  }

  /** Gives the leases back, so that another process need not wait them out. */
  @Override
  public void close() {
    leases.release(fences.values());
  }
}
