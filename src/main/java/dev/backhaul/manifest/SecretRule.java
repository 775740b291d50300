package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** The secret that an item's deliveries are signed with. */
public record SecretRule(
    @Doc("When the provider shows it.") Readable readable,
    @Doc("The credential of the integration that holds it (a reference, never the secret).")
        @Nullable String credential) {
  /** When a secret can be read. */
  public enum Readable {
    @Doc("Whenever the item is read.")
    ALWAYS,
    @Doc("Only in the answer that made the item.")
    CREATE_ONLY,
    @Doc("Never.")
    NEVER,
    @Doc("There is none.")
    NONE
  }
}
