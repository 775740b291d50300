package dev.backhaul.store;

import java.util.Set;

/**
 * An authenticated identity: a person or the service itself. Only {@link Identities} makes one from
 * the outside.
 *
 * @param name as it stands in the audit trail
 * @param roles what it may do
 */
public record Actor(String name, Set<Role> roles) {
  /** What an identity may do. */
  public enum Role {
    /** Runs, pauses, answers questions. */
    OPERATOR,
    /** Approves plans, waives causes, consents. */
    APPROVER
  }

  /** The service acting by itself: may run, can never approve. */
  public static final Actor SERVICE = new Actor("service", Set.of(Role.OPERATOR));

  /** Copies the roles. */
  public Actor {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an actor needs a name");
    }
    roles = Set.copyOf(roles);
  }

  /**
   * Refuses an actor that lacks a role.
   *
   * @throws NotAllowedException naming the actor, the role and what it wanted
   */
  public void require(Role role, String what) {
    if (!roles.contains(role)) {
      throw new NotAllowedException(
          name
              + " may not "
              + what
              + ": that takes the role "
              + role.name().toLowerCase(java.util.Locale.ROOT));
    }
  }
}
