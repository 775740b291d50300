package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.SilenceItem;
import dev.backhaul.platform.SilenceReport;
import dev.backhaul.platform.SilenceRequest;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes a system silent before we write to it, and proves it: every rule captured in the journal,
 * switched off, seen off by a separate listing, and a canary write that set nothing off. What is
 * captured is put back by {@link #restore}, also after a crash.
 */
public final class Silence {
  private static final String STILL_ON = "the rule is still on";

  private final Store store;
  private final Journal journal;
  private final Account account;
  private final Approvals approvals;
  private final Audit audit;
  private final InstantSource clock;
  private final Duration commitTime;

  /**
   * The silence of one account.
   *
   * @param commitTime how long after a request its effect may come
   */
  public Silence(
      Store store,
      Journal journal,
      Account account,
      Approvals approvals,
      Audit audit,
      InstantSource clock,
      Duration commitTime) {
    this.store = store;
    this.journal = journal;
    this.account = account;
    this.approvals = approvals;
    this.audit = audit;
    this.clock = clock;
    this.commitTime = commitTime;
  }

  /**
   * Captures, switches off, checks and proves; the proof is durable until {@link #restore}. May be
   * called again at any time.
   *
   * @return how many rules are switched off by us
   * @throws GateClosedException naming each rule still on, each noise heard and each cause that
   *     cannot be proven and nobody waives
   * @throws StoppedException if the platform does not answer
   */
  public int prove(Actor actor) {
    actor.require(Actor.Role.OPERATOR, "silence the " + role());
    withdraw();
    settle();
    SilenceReport listed = ask(SilenceRequest.Verb.LIST, List.of());
    disable(listed.items().stream().filter(SilenceItem::active).toList());
    Set<String> waived = store.read(approvals::waived);
    List<String> reasons =
        new ArrayList<>(stillOn(ask(SilenceRequest.Verb.LIST, List.of()).items(), waived));
    listed
        .unprovable()
        .forEach(
            (cause, why) -> {
              if (!waived.contains(cause)) {
                reasons.add(
                    "nobody can prove "
                        + cause
                        + " silent ("
                        + why
                        + "): look yourself, then waive it by name: "
                        + cause);
              }
            });
    if (reasons.isEmpty()) {
      SilenceReport heard = ask(SilenceRequest.Verb.CANARY, List.of());
      heard.noises().forEach(noise -> reasons.add("the canary set something off: " + noise));
      // Not every rule acts at once: one made since the last look would not have been heard.
      reasons.addAll(stillOn(heard.items(), waived));
    }
    if (!reasons.isEmpty()) {
      throw new GateClosedException(reasons);
    }
    return journal.commit(CrashPoint.Step.SILENT, tx -> proven(tx, actor, new TreeSet<>(waived)));
  }

  /**
   * Puts every rule back as it was captured, and checks by a separate listing.
   *
   * @return how many rules are on again
   * @throws StoppedException if the platform does not answer, or a rule did not come back; call
   *     again
   */
  public int restore(Actor actor) {
    actor.require(Actor.Role.OPERATOR, "restore what was silenced in the " + role());
    withdraw();
    settle();
    List<Entry> off = entries(State.VERIFIED);
    if (off.isEmpty()) {
      return 0;
    }
    Map<String, SilenceItem> items = new LinkedHashMap<>();
    // The oldest capture of a rule is the one from before we came.
    off.forEach(entry -> items.putIfAbsent(key(entry), item(entry)));
    ask(SilenceRequest.Verb.RESTORE, List.copyOf(items.values()));
    Map<String, SilenceItem> now = listed();
    List<Entry> back = off.stream().filter(entry -> on(now.get(key(entry)))).toList();
    journal.commit(
        CrashPoint.Step.RESTORED,
        tx -> {
          back.forEach(entry -> journal.move(tx, entry, State.RESTORED, entry.trace()));
          audit.append(
              tx, actor.name(), "restore silence", role(), Json.object().put("rules", back.size()));
          return true;
        });
    if (back.size() < off.size()) {
      List<String> missing =
          off.stream().filter(entry -> !back.contains(entry)).map(Silence::key).toList();
      throw new StoppedException(
          "these rules did not come back on: "
              + missing
              + "; try again, or switch them on by hand");
    }
    return back.size();
  }

  /**
   * Looks again after switches of ours that nobody answered: one that takes effect when all else
   * was restored already is put back too. Does nothing while silence is proven.
   *
   * @return how many rules may still go off by us; none once the commit time of each has passed
   * @throws StoppedException if the platform does not answer, or a rule did not come back
   */
  public int late(Actor actor) {
    if (awaited() == 0 || store.read(handle -> doubts(handle).isEmpty())) {
      return 0;
    }
    restore(actor);
    return awaited();
  }

  private int awaited() {
    return entries(State.SENT).size() + entries(State.UNKNOWN).size();
  }

  /** Why writes might be heard; empty when silence is proven and every waiver still stands. */
  List<String> doubts(Handle handle) {
    JsonNode proof =
        handle
            .createQuery("SELECT waived FROM silence WHERE role = :role")
            .bind("role", role())
            .mapTo(String.class)
            .findOne()
            .map(Json::parse)
            .orElse(null);
    if (proof == null) {
      return List.of("the silence of the " + role() + " is not proven: silence it first");
    }
    Set<String> waived = approvals.waived(handle);
    List<String> doubts = new ArrayList<>();
    for (JsonNode cause : proof) {
      if (!waived.contains(cause.asText())) {
        doubts.add(
            "the waiver for "
                + cause.asText()
                + " was taken back: silence the "
                + role()
                + " again");
      }
    }
    return doubts;
  }

  private static List<String> stillOn(List<SilenceItem> items, Set<String> waived) {
    return items.stream()
        .filter(item -> item.active() && !waived.contains(item.cause()))
        .map(
            item ->
                item.cause()
                    + " "
                    + item.id()
                    + " is still on: switch it off by hand, or waive the cause "
                    + item.cause())
        .toList();
  }

  private void disable(List<SilenceItem> active) {
    if (active.isEmpty()) {
      return;
    }
    List<Entry> captured =
        journal.commit(
            CrashPoint.Step.CAPTURED,
            tx ->
                active.stream()
                    .map(item -> journal.add(tx, intent(item), State.CAPTURED))
                    .toList());
    List<Entry> intended =
        journal.move(CrashPoint.Step.INTENT, captured, State.INTENT, Entry::trace);
    String batch = intended.get(0).id();
    journal.move(
        CrashPoint.Step.SENT,
        intended,
        State.SENT,
        entry -> entry.trace().sent(batch, clock.instant()));
    ask(SilenceRequest.Verb.DISABLE, active);
    journal.crash().reached(CrashPoint.Point.WRITE_RETURNED);
    settle();
  }

  /** Finds out by a listing what became of rules we may have switched off. */
  private void settle() {
    List<Entry> never = new ArrayList<>(entries(State.CAPTURED));
    never.addAll(entries(State.INTENT));
    journal.move(
        CrashPoint.Step.FAILED,
        never,
        State.FAILED,
        e -> e.trace().failed("the process ended before it was sent", null));
    List<Entry> sent = new ArrayList<>(entries(State.SENT));
    sent.addAll(entries(State.UNKNOWN));
    if (sent.isEmpty()) {
      return;
    }
    Map<String, SilenceItem> now = listed();
    journal.commit(
        CrashPoint.Step.VERIFIED,
        tx -> {
          for (Entry entry : sent) {
            SilenceItem item = now.get(key(entry));
            if (on(item) && mayStillCome(entry)) {
              // Never forgotten: if it goes off late it was us, and we put it back.
              journal.move(tx, entry, State.UNKNOWN, entry.trace().failed(STILL_ON, null));
            } else if (on(item)) {
              journal.move(tx, entry, State.FAILED, entry.trace().failed(STILL_ON, null));
            } else {
              ObjectNode after = item == null ? null : image(item);
              journal.move(tx, entry, State.VERIFIED, entry.trace().verified(null, after, null));
            }
          }
          return true;
        });
  }

  private boolean mayStillCome(Entry entry) {
    Instant sent = entry.trace().sentAt();
    return sent != null && clock.instant().isBefore(sent.plus(commitTime));
  }

  private int proven(Handle tx, Actor actor, Set<String> waived) {
    int items = entries(tx, State.VERIFIED).size();
    String causes = Json.text(Json.tree(waived));
    tx.createUpdate(
            "INSERT INTO silence (role, proven_at, items, waived) VALUES (:role, :at, :items, :waived)"
                + " ON CONFLICT (role) DO UPDATE SET proven_at = excluded.proven_at, items = excluded.items,"
                + " waived = excluded.waived")
        .bind("role", role())
        .bind("at", clock.millis())
        .bind("items", items)
        .bind("waived", causes)
        .execute();
    audit.append(
        tx,
        actor.name(),
        "prove silence",
        role(),
        Json.object().put("rules", items).put("waived", causes));
    return items;
  }

  /** The gate closes before anything is switched, and stays closed until all is proven again. */
  private void withdraw() {
    journal.commit(
        CrashPoint.Step.SILENT,
        tx ->
            tx.createUpdate("DELETE FROM silence WHERE role = :role")
                .bind("role", role())
                .execute());
  }

  private SilenceReport ask(SilenceRequest.Verb verb, List<SilenceItem> items) {
    try {
      return account.silence(new SilenceRequest(verb, items));
    } catch (PlatformException e) {
      throw new StoppedException(e.getMessage() + "; silence is not settled, try again", e);
    }
  }

  private Map<String, SilenceItem> listed() {
    Map<String, SilenceItem> now = new HashMap<>();
    ask(SilenceRequest.Verb.LIST, List.of())
        .items()
        .forEach(item -> now.put(item.cause() + " " + item.id(), item));
    return now;
  }

  private List<Entry> entries(State state) {
    return store.read(handle -> entries(handle, state));
  }

  private List<Entry> entries(Handle handle, State state) {
    return journal.in(handle, Set.of(state)).stream()
        .filter(entry -> entry.intent().subject() == Intent.Subject.SILENCE)
        .toList();
  }

  private String role() {
    return journal.role().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static boolean on(@Nullable SilenceItem item) {
    return item != null && item.active();
  }

  private static Intent intent(SilenceItem item) {
    return new Intent(
        Intent.Subject.SILENCE,
        null,
        null,
        item.cause(),
        item.id(),
        null,
        Op.DISABLE,
        image(item),
        null,
        null,
        Json.object().put("active", false),
        "EXACT",
        null,
        1);
  }

  private static ObjectNode image(SilenceItem item) {
    ObjectNode image = Json.object().put("cause", item.cause()).put("id", item.id());
    image.put("title", item.title()).put("active", item.active()).set("captured", item.captured());
    return image;
  }

  private static SilenceItem item(Entry entry) {
    ObjectNode image = java.util.Objects.requireNonNull(entry.intent().before());
    return new SilenceItem(
        image.path("cause").asText(),
        image.path("id").asText(),
        image.path("title").asText(),
        image.path("active").asBoolean(),
        image.path("captured") instanceof ObjectNode captured ? captured : Json.object());
  }

  private static String key(Entry entry) {
    return entry.object() + " " + entry.intent().recordId();
  }
}
