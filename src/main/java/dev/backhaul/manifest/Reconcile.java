package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** How events that were never delivered are found afterwards. */
public record Reconcile(
    @Doc(
            "Lists them; variables since and until (epoch seconds), sinceTime and untilTime (ISO), and"
                + " the integration's values; rows as {id, at, type}.")
        @Nullable Paged list,
    @Doc("How people find them where no list does.") @Nullable String by) {
  /** One of the two. */
  public Reconcile {
    if (list == null && by == null) {
      throw new IllegalArgumentException("reconcile needs a list, or by: how people do it");
    }
  }
}
