package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of the error map; the first that fits an answer says what it means. */
public record ErrorRule(
    @Doc("HTTP statuses it fits; empty for any, successes included.") @Default("[]")
        List<Integer> status,
    @Doc("A regular expression found in the body's first 4,000 characters; none for any body.")
        @Nullable Regex body,
    @Doc("What such an answer means.") Meaning is,
    @Doc("Header that says how long to wait, in seconds or as a date.") @Nullable String waitHeader,
    @Doc("How long to wait when the header is absent.") @Nullable Duration waitDefault,
    @Doc("What to tell people; no record values. None for the platform's own error code.")
        @Nullable String say,
    @Doc("Field errors as jq over the body: an array of {field, code, message}.")
        @Nullable Jq fields) {

  /** What an answer means for the request. */
  public enum Meaning {
    /** Slow down; not processed. */
    THROTTLED,
    /** Not processed; may be sent again. */
    TRANSIENT,
    /** Nobody knows; for a read the same as transient. */
    AMBIGUOUS,
    /** The record moved since it was read. */
    CONFLICT,
    /** There is no such record. */
    NOT_FOUND,
    /** Refused for its content. */
    REJECTED,
    /** The credentials are not accepted. */
    AUTH_EXPIRED,
    /** Repeating will not mend it. */
    FATAL
  }

  /** True if this rule is the one for the answer. */
  public boolean fits(int answered, String bodyStart) {
    boolean statusFits = status.isEmpty() || status.contains(answered);
    return statusFits && (body == null || body.found(bodyStart));
  }
}
