package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/**
 * A value of a request: of a header, or of its body.
 *
 * @param header name of a header, in any case; null if it stands in the body
 * @param jq over the body; null if it stands in a header
 */
@Doc("A value of a request: give either header or jq.")
public record Pick(
    @Doc("A header's name, in any case.") @Nullable String header,
    @Doc("jq over the body: the JSON, or a form's fields as an object of texts.") @Nullable Jq jq) {

  /** Refuses both, and none. */
  public Pick {
    if ((header == null) == (jq == null)) {
      throw new IllegalArgumentException("give either header or jq");
    }
    if (header != null && !header.matches("[A-Za-z0-9-]{1,80}")) {
      throw new IllegalArgumentException("header: must be a header's name");
    }
  }
}
