package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.State;
import dev.backhaul.manifest.IntegrationCapture;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.IntegrationVerify;
import dev.backhaul.manifest.Jq;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.Requests;
import dev.backhaul.store.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says by looking, never by sending again, what became of a change. What was announced but never
 * sent had no effect; what was sent is read back until the provider's commit time has passed; what
 * cannot be read waits for a delivery, and where there is none either, for people.
 */
final class Settle {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Ground ground;
  private final Wired wired;
  private final Book book;
  private final Look look;

  Settle(Ground ground, Wired wired, Book book, Look look) {
    this.ground = ground;
    this.wired = wired;
    this.book = book;
    this.look = look;
  }

  /**
   * Settles what an earlier process left.
   *
   * @return what took effect, and what nobody knows; what had no effect is as if it never was
   */
  List<Result> all(String actor) {
    List<Result> out = new ArrayList<>();
    for (Entry entry : book.open()) {
      if (entry.state() == State.CAPTURED || entry.state() == State.INTENT) {
        book.failed(entry, "the process ended before it was sent");
      } else {
        Result settled = settle(entry, actor);
        if (settled.outcome() != Result.Outcome.FAILED) {
          out.add(settled);
        }
      }
    }
    return out;
  }

  /** Settles one change that was sent. */
  Result settle(Entry entry, String actor) {
    Wish wish = Wish.of(entry);
    if (!wired.readable()) {
      return unread(entry, wish, actor);
    }
    Instant sent = entry.trace().sentAt();
    Instant until = (sent == null ? ground.time().instant() : sent).plus(wired.commitTime());
    while (true) {
      boolean last = !ground.time().instant().isBefore(until);
      String id = target(entry, wish);
      Seen seen =
          id == null
              ? new Seen(null, NullNode.getInstance(), ground.time().instant())
              : look.at(wired, id);
      ground.crash().reached(CrashPoint.Point.READ_BACK);
      boolean found = id != null || wish.verb() == IntegrationKind.Name.PAUSE;
      if (found
          && shows(wired, wish, id == null ? wish.item() : id, seen, captured(entry), false)) {
        if (probe(wish) != null && !delivered(entry, wish)) {
          String why = "it reads back so, as far as it can be read, but no delivery has arrived";
          book.unknown(entry, why);
          return result(wish, Result.Outcome.UNCLEAR, why);
        }
        book.verified(entry, id != null && id.equals(wish.item()) ? null : id, seen.image(), actor);
        return result(wish, Result.Outcome.DONE, "seen by a separate look");
      }
      if (last) {
        return unseen(entry, wish, seen);
      }
      sleep();
    }
  }

  /** Answered or not: what a look does not show did not happen, or happened otherwise. */
  private Result unseen(Entry entry, Wish wish, Seen seen) {
    JsonNode before = Objects.requireNonNull(entry.intent().before()).path("now");
    JsonNode now = seen.image() == null ? NullNode.getInstance() : seen.image();
    boolean made = wired.recreated() && wish.verb() != IntegrationKind.Name.PAUSE;
    boolean asBefore = made ? seen.image() == null : still(before).equals(still(now));
    if (asBefore) {
      String why =
          entry.trace().answered()
              ? "the provider said yes, but nothing has changed"
              : "it did not arrive: nothing has changed";
      book.failed(entry, why);
      return result(wish, Result.Outcome.FAILED, why);
    }
    String why = "the item is neither as before nor as wanted: look at it by hand";
    book.unknown(entry, why);
    return result(wish, Result.Outcome.UNCLEAR, why);
  }

  private Result unread(Entry entry, Wish wish, String actor) {
    if (probe(wish) != null && delivered(entry, wish)) {
      book.verified(entry, entry.trace().nativeId(), null, actor);
      return result(wish, Result.Outcome.DONE, "a delivery has arrived");
    }
    String why = "the provider cannot be asked and no delivery proves it: two people must look";
    if (entry.state() != State.UNKNOWN) {
      book.unknown(entry, why);
    }
    return result(wish, Result.Outcome.UNCLEAR, why);
  }

  /** The delivery that must prove a change: only one that points to us can send us any. */
  private IntegrationVerify.@Nullable ProbeDelivery probe(Wish wish) {
    IntegrationVerify verify = wired.kind().verify();
    boolean toUs = wish.verb() == IntegrationKind.Name.REPOINT && wish.undoes() == null;
    return verify == null || !toUs ? null : verify.probe();
  }

  /** Whether a read shows too little of this change, so that only a delivery proves it. */
  static boolean partly(Wired wired, Wish wish) {
    IntegrationVerify verify = wired.kind().verify();
    boolean toUs = wish.verb() == IntegrationKind.Name.REPOINT && wish.undoes() == null;
    return toUs && wired.readable() && verify != null && verify.probe() != null;
  }

  /** Asks for a delivery, where the provider can be asked for one, and waits for it. */
  private boolean delivered(Entry entry, Wish wish) {
    IntegrationVerify.ProbeDelivery probe = Objects.requireNonNull(probe(wish));
    Instant sent = Objects.requireNonNull(entry.trace().sentAt());
    Requests requests = wired.requests();
    if (probe.request() != null && requests != null) {
      String id = entry.trace().nativeId() == null ? wish.item() : entry.trace().nativeId();
      requests.write(probe.request(), false, Variables.of(wired, id));
    }
    Instant until = ground.time().instant().plus(probe.within());
    while (!ground.arrivals().since(wired.name(), sent).orElse(false)) {
      if (!ground.time().instant().isBefore(until)) {
        return false;
      }
      sleep();
    }
    return true;
  }

  /** Which item to look at: the one it became, where that is another. Null if there is none. */
  private @Nullable String target(Entry entry, Wish wish) {
    boolean made = wired.recreated() && wish.verb() != IntegrationKind.Name.PAUSE;
    if (!made) {
      return wish.item();
    }
    String answered = entry.trace().nativeId();
    if (answered != null) {
      return answered;
    }
    String url = wish.url() != null ? wish.url() : captured(entry).path("url").asText(null);
    for (Item item : look.all(wired)) {
      if (!item.id().equals(wish.item()) && url != null && url.equals(item.url())) {
        return item.id();
      }
    }
    return there(wish.token()) ? wish.token() : null;
  }

  private boolean there(String id) {
    try {
      return look.at(wired, id).image() != null;
    } catch (PlatformException e) {
      if (e.failure() instanceof Failure.Rejected || e.failure() instanceof Failure.Fatal) {
        return false;
      }
      throw e;
    }
  }

  private static JsonNode captured(Entry entry) {
    return Objects.requireNonNull(entry.intent().before()).path("captured");
  }

  /**
   * Whether an item is as a wish wants it. A change that is put back while others of the item still
   * stand cannot look as captured yet: then what it is about must.
   *
   * @param before whether this is asked before anything was sent
   */
  static boolean shows(
      Wired wired, Wish wish, String id, Seen seen, @Nullable JsonNode captured, boolean before) {
    ObjectNode image = seen.image();
    ObjectNode variables = Variables.of(wired, id, image, captured, wish.url());
    Jq condition = wired.kind().shows(wish.verb()).orElse(null);
    if (wish.undoes() == null || wired.recreated()) {
      return condition != null && condition.test(variables);
    }
    Jq live = wired.kind().shows(IntegrationKind.Name.RESUME).orElse(null);
    if (live != null && live.test(variables)) {
      return true;
    }
    if (image == null || captured == null || wish.verb() == IntegrationKind.Name.PAUSE) {
      return condition != null && condition.test(variables);
    }
    String about = wish.verb() == IntegrationKind.Name.REPOINT ? "url" : "on";
    return captured.hasNonNull(about) && captured.path(about).equals(image.path(about));
  }

  private JsonNode still(JsonNode image) {
    IntegrationCapture capture = wired.kind().capture();
    return image instanceof ObjectNode object && capture != null
        ? object.deepCopy().remove(capture.moving())
        : image;
  }

  private void sleep() {
    try {
      ground.time().sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException(
          wired.toString(), new Failure.Transient("stopped while looking; look again"));
    }
  }

  private Result result(Wish wish, Result.Outcome outcome, String say) {
    return new Result(wired.name(), wish.item(), wish.word(), outcome, say, null);
  }
}
