package dev.backhaul.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** A worked example of a kind; each is a test. */
public record IntegrationExample(
    @Doc("What it shows.") String name,
    @Doc("What is tried: list, capture, pause, resume, repoint, verify, reconcile.") Part part,
    @Doc("For list, capture, reconcile: the answer. Else the variables, as the verb sees them.")
        @Default("{}")
        JsonNode given,
    @Doc(
            "For list, reconcile: the rows. For capture: the item. For a verb: {method, path, body?}. For"
                + " verify: {paused?, live?, repointed?}.")
        @Nullable JsonNode expect) {
  /** What an example is about. */
  public enum Part {
    LIST,
    CAPTURE,
    PAUSE,
    RESUME,
    REPOINT,
    VERIFY,
    RECONCILE
  }
}
