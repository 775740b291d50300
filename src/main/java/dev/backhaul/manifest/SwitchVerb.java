package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change that an integration's provider takes: pause, resume or repoint. Its request sees the
 * variables {@code id}, {@code url} (where to point it), {@code captured} (what {@code capture.as}
 * gave before the first change), {@code now} (the same, read a moment ago), {@code secrets} (the
 * integration's credentials by name), {@code token} (a new opaque id, for providers that let the
 * caller name things), {@code inDays} (ISO instants: now, in one day, up to thirty, for providers
 * that want an expiry) and the integration's {@code values} under their own names.
 */
public record SwitchVerb(
    @Doc(
            "The change itself; variables id, url, captured, now, secrets, token, inDays, and the integration's"
                + " values by name.")
        Request request,
    @Doc(
            "Whether the body travels as a form: its members as fields, lists as name[]; a text as it"
                + " stands.")
        @Default("false")
        boolean form,
    @Doc("Sent instead where the first is answered by not-found (an older server).")
        @Nullable Request otherwise,
    @Doc("Who says that this request does it.") Evidence evidence,
    @Doc("Where that stands: an address.") String source,
    @Doc("Whether events of the time in between never arrive. Needs a reconcile or a waiver.")
        @Default("false")
        boolean losesEvents,
    @Doc("What is another one afterwards.") @Default("[]") List<Changed> changes,
    @Doc("The item's new id, where it becomes another one: jq over the answer.") @Nullable Jq id,
    @Doc("What else it sets off, for people to know before they say yes.") @Default("[]")
        List<String> sideEffects) {

  /** What a change does not keep. */
  public enum Changed {
    @Doc("The item is made anew, under another id.")
    ID,
    @Doc("Deliveries are signed with another secret.")
    SECRET,
    @Doc("What it had read so far is forgotten.")
    CURSOR
  }

  /** Refuses a new id that nobody can read. */
  public SwitchVerb {
    if (changes.contains(Changed.ID) && id == null && request.delete() == null) {
      throw new IllegalArgumentException(
          "changes: names id, so id: must say where the answer holds the new one");
    }
  }
}
