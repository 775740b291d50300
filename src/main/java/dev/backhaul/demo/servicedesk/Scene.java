package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.demo.Asked;
import dev.backhaul.demo.Chance;
import dev.backhaul.demo.Oracle;
import dev.backhaul.demo.Scale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stage on which the weekend happens: who is there, what may still be picked, and the
 * expectations noted so far. A record picked for a scenario is picked once, so that scenarios do
 * not blur.
 */
final class Scene {
  static final Instant CUTOVER = Instant.parse("2026-03-06T18:00:00Z");
  static final Instant BEGIN = CUTOVER.plus(Duration.ofMinutes(5));

  /**
   * Single edits end before the mass update, so that its timestamp is the last one of thousands.
   */
  static final Instant QUIET = Instant.parse("2026-03-09T05:00:00Z");

  static final Instant MASS_UPDATE = Instant.parse("2026-03-09T06:00:00Z");

  final Chance chance;
  final Scale scale;
  final Crm source;
  final Target target;
  final Links links;

  final List<Oracle.Value> values = new ArrayList<>();
  final List<Oracle.Birth> births = new ArrayList<>();
  final List<Oracle.Reply> replies = new ArrayList<>();
  final SortedSet<Asked> questions = new TreeSet<>();
  final List<SourceEdit> sourceEdits = new ArrayList<>();

  /**
   * Source tickets whose target record is gone or no longer sound: nothing else happens to them.
   */
  final Set<Long> ruined = new HashSet<>();

  private final List<Crm.Row> tickets;
  private final List<Crm.Row> contacts;
  private final List<Crm.Row> companies;
  private int serial;

  Scene(Chance chance, Scale scale, Crm source, Target target, Links links) {
    this.chance = chance;
    this.scale = scale;
    this.source = source;
    this.target = target;
    this.links = links;
    this.tickets = chance.shuffled(source.tickets());
    this.contacts = chance.shuffled(source.contacts());
    this.companies = chance.shuffled(source.companies());
  }

  /** Something happens as often as the scale asks for. */
  void repeat(int full, Runnable happening) {
    for (int i = scale.of(full); i > 0; i--) {
      happening.run();
    }
  }

  /** A ticket that nothing has happened to yet. */
  Crm.Row ticket(Predicate<Crm.Row> fits) {
    return take("ticket", tickets, fits);
  }

  /** A contact that nothing has happened to yet, and that asked for something before. */
  Crm.Row contact(Predicate<Crm.Row> fits) {
    return take("contact", contacts, fits.and(contact -> !silent(contact)));
  }

  /** A contact that nothing has happened to yet, and that never asked for anything. */
  Crm.Row silentContact(Predicate<Crm.Row> fits) {
    return take("contact", contacts, fits.and(Scene::silent));
  }

  /** A company that nothing has happened to yet. */
  Crm.Row company(Predicate<Crm.Row> fits) {
    return take("company", companies, fits);
  }

  private static boolean silent(Crm.Row contact) {
    return contact.id() % 10 == 0;
  }

  /** Being worked on in the source. */
  static boolean open(Crm.Row ticket) {
    return !ticket.is("hs_pipeline_stage", "4") && !ticket.is("hs_pipeline_stage", "6");
  }

  /** Being worked on by somebody. */
  static boolean assigned(Crm.Row ticket) {
    return open(ticket) && ticket.has("hubspot_owner_id");
  }

  /** The target record of a source record. */
  long twin(String object, Crm.Row record) {
    return links.target(object, record.id());
  }

  /** An instant of the weekend, early enough for something to follow. */
  Instant when() {
    return chance.between(BEGIN, QUIET.minus(Duration.ofHours(6)));
  }

  /** One of the people who work in the target. */
  Hand someone() {
    return Hand.agent(chance.between(9001, 9012));
  }

  /** A text that occurs once in this world. */
  String unique(String words) {
    serial++;
    return words + " W-" + String.format(Locale.ROOT, "%06d", serial);
  }

  /** Notes that a field of an existing source record must change. */
  void home(String object, Crm.Row record, String property, String value) {
    home(object, record, "properties." + property, Values.text(value));
  }

  void home(String object, Crm.Row record, String path, JsonNode value) {
    values.add(new Oracle.Value(object, record.id(), path, value));
  }

  /** Notes that a person has to be asked. */
  void ask(String object, long targetId, @Nullable String path, String code) {
    questions.add(new Asked(object, Long.toString(targetId), path, code));
  }

  private static Crm.Row take(String what, List<Crm.Row> from, Predicate<Crm.Row> fits) {
    for (Iterator<Crm.Row> all = from.iterator(); all.hasNext(); ) {
      Crm.Row candidate = all.next();
      if (fits.test(candidate)) {
        all.remove();
        return candidate;
      }
    }
    throw new IllegalStateException(
        "the world is too small: no " + what + " is left for a scenario; make the scale larger");
  }
}
