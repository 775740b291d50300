package dev.backhaul.store;

import java.util.Optional;

/** Who is behind a secret. */
public interface Identities {
  /** The actor this token belongs to; empty if it is nobody's. Never logs the token. */
  Optional<Actor> authenticate(String token);
}
