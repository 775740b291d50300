package dev.backhaul.console;

import dev.backhaul.manifest.Identity;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Identities;
import dev.backhaul.yaml.Environment;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who is behind a token, by {@code access} in {@code config/backhaul.yaml}. */
public final class Access implements Identities {
  private final List<Identity> identities;
  private final Environment environment;

  /**
   * The identities of the configuration, their tokens read from {@code environment} at each use.
   */
  public Access(List<Identity> identities, Environment environment) {
    this.identities = List.copyOf(identities);
    this.environment = environment;
  }

  /** True if nobody is configured, so that nobody can act. */
  public boolean empty() {
    return identities.isEmpty();
  }

  /**
   * The actor this token belongs to. Every identity is compared, in constant time each, so that the
   * time an answer takes says nothing.
   *
   * @throws dev.backhaul.yaml.MissingSecretException if a configured token cannot be read
   */
  @Override
  public Optional<Actor> authenticate(String token) {
    Actor found = null;
    for (Identity identity : identities) {
      if (identity.knows(token, environment) && found == null) {
        found = new Actor(identity.name(), roles(identity.roles()));
      }
    }
    return Optional.ofNullable(found);
  }

  private static Set<Actor.Role> roles(Set<Identity.Role> configured) {
    Set<Actor.Role> roles = EnumSet.noneOf(Actor.Role.class);
    for (Identity.Role role : configured) {
      switch (role) {
        case OPERATOR -> roles.add(Actor.Role.OPERATOR);
        case APPROVER -> roles.add(Actor.Role.APPROVER);
        case VIEWER -> {
          // Looks on: may read, may change nothing.
        }
      }
    }
    return roles;
  }
}
