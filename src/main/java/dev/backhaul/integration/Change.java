package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.SwitchVerb;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.Requests;
import dev.backhaul.store.CrashPoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change of one item: captured, announced, sent once, and believed only after a separate look.
 */
final class Change {
  private final Ground ground;
  private final Wired wired;
  private final Book book;
  private final Look look;
  private final Settle settle;

  Change(Ground ground, Wired wired, Book book) {
    this.ground = ground;
    this.wired = wired;
    this.book = book;
    this.look = new Look(ground.time());
    this.settle = new Settle(ground, wired, book, look);
  }

  /** Finds out what became of changes whose end nobody has seen. */
  Settle settle() {
    return settle;
  }

  /** Reads an item and keeps it as the state to return to. */
  Captures.Capture capture(String item, String actor) {
    return book.keep(item, look.at(wired, item), actor);
  }

  /**
   * Makes a wish come true, or says why not.
   *
   * @param kept for a way back: the state to return to; null for a change of its own, which returns
   *     to what is captured now, or was before an earlier change of ours
   * @param dry whether only to say what would be sent
   */
  Result make(Wish wish, Captures.@Nullable Capture kept, String actor, boolean dry) {
    SwitchVerb verb = wired.kind().verb(wish.verb()).orElse(null);
    if (verb == null || wired.requests() == null) {
      return result(wish, Result.Outcome.MANUAL, wired.kind().kind() + " has no such request");
    }
    if (!wired.spec().allows(wired.kind(), verb)) {
      return result(
          wish,
          Result.Outcome.MANUAL,
          "its request rests on evidence '"
              + word(verb)
              + "': do it by hand, or add it to allow of "
              + wired.name());
    }
    Seen before = look.at(wired, wish.item());
    Captures.@Nullable Capture known = kept == null ? book.capture(wish.item()) : kept;
    ObjectNode base = known == null ? before.image() : known.image();
    if (wired.readable() && before.image() == null && !makes(wish)) {
      return result(wish, Result.Outcome.GONE, "it is not there any more");
    }
    if (wired.readable() && satisfied(wish, before, base)) {
      return result(wish, Result.Outcome.ALREADY, "it is so already; nothing was sent");
    }
    ObjectNode variables = Variables.of(wired, wish.item(), before.image(), base, wish.url());
    variables.put("token", wish.token());
    variables.set("inDays", Variables.inDays(ground.time().instant()));
    if (dry) {
      String shown = Shown.of(verb, Variables.masked(wired, variables));
      return new Result(
          wired.name(), wish.item(), wish.word(), Result.Outcome.WOULD, "nothing was sent", shown);
    }
    ObjectNode ready = Variables.withSecrets(wired, variables);
    Captures.Capture capture =
        wish.undoes() == null
            ? book.keep(wish.item(), before, actor)
            : Objects.requireNonNull(known);
    Entry entry = book.announce(wish, before, capture);
    return sent(entry, verb, ready, actor);
  }

  private Result sent(Entry entry, SwitchVerb verb, ObjectNode variables, String actor) {
    Wish wish = Wish.of(entry);
    Entry left;
    try {
      JsonNode answer = send(verb, variables);
      ground.crash().reached(CrashPoint.Point.WRITE_RETURNED);
      left = book.answered(entry, newId(verb, answer));
    } catch (PlatformException e) {
      if (e.failure() instanceof Failure.Ambiguous lost) {
        left = book.unknown(entry, lost.reason());
      } else if (e.failure() instanceof Failure.NotFound) {
        // Gone may be what was wanted; a look decides.
        left = entry;
      } else {
        book.failed(entry, e.failure().reason());
        return result(wish, Result.Outcome.FAILED, e.failure().reason());
      }
    }
    return settle.settle(left, actor);
  }

  private JsonNode send(SwitchVerb verb, ObjectNode variables) {
    Requests requests = Objects.requireNonNull(wired.requests());
    try {
      return requests.write(verb.request(), verb.form(), variables);
    } catch (PlatformException e) {
      if (verb.otherwise() != null && e.failure() instanceof Failure.NotFound) {
        return requests.write(verb.otherwise(), verb.form(), variables);
      }
      throw e;
    }
  }

  private static @Nullable String newId(SwitchVerb verb, JsonNode answer) {
    Jq id = verb.id();
    if (id == null || answer.isMissingNode()) {
      return null;
    }
    JsonNode value = id.first(answer);
    return value.isNull() ? null : value.asText();
  }

  /** Whether a wish makes an item anew, so that there need not be one. */
  private boolean makes(Wish wish) {
    return wired.recreated() && wish.verb() != IntegrationKind.Name.PAUSE;
  }

  private boolean satisfied(Wish wish, Seen seen, @Nullable ObjectNode base) {
    boolean known =
        !Settle.partly(wired, wish)
            || book.standing().stream().map(Wish::of).anyMatch(before -> same(before, wish));
    return known && Settle.shows(wired, wish, wish.item(), seen, base, true);
  }

  /** Whether an earlier change, seen to be true, wished the same. */
  private static boolean same(Wish before, Wish wish) {
    return before.verb() == wish.verb()
        && before.item().equals(wish.item())
        && Objects.equals(before.url(), wish.url());
  }

  private Result result(Wish wish, Result.Outcome outcome, String say) {
    return new Result(wired.name(), wish.item(), wish.word(), outcome, say, null);
  }

  private static String word(SwitchVerb verb) {
    return verb.evidence().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
