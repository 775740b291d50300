package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
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
  static final Instant END = Instant.parse("2026-03-09T08:50:00Z");

  final Chance chance;
  final Scale scale;
  final Helpdesk source;
  final Target target;
  final Links links;

  final List<Oracle.Value> values = new ArrayList<>();
  final List<Oracle.Birth> births = new ArrayList<>();
  final List<Oracle.Reply> replies = new ArrayList<>();
  final SortedSet<Asked> questions = new TreeSet<>();

  /**
   * Source tickets whose target record is gone or no longer sound: nothing else happens to them.
   */
  final Set<Long> ruined = new HashSet<>();

  private final List<ObjectNode> tickets;
  private final List<ObjectNode> users;
  private final List<ObjectNode> organizations;
  private int serial;

  Scene(Chance chance, Scale scale, Helpdesk source, Target target, Links links) {
    this.chance = chance;
    this.scale = scale;
    this.source = source;
    this.target = target;
    this.links = links;
    this.tickets = chance.shuffled(source.tickets());
    this.users = chance.shuffled(source.users());
    this.organizations = chance.shuffled(source.organizations());
  }

  /** A ticket that nothing has happened to yet. */
  ObjectNode ticket(Predicate<ObjectNode> fits) {
    return take("ticket", tickets, fits);
  }

  /** An end user that nothing has happened to yet. */
  ObjectNode user(Predicate<ObjectNode> fits) {
    return take("user", users, fits);
  }

  /** An organization that nothing has happened to yet. */
  ObjectNode organization(Predicate<ObjectNode> fits) {
    return take("organization", organizations, fits);
  }

  /** The people who never asked for anything. */
  static boolean silent(ObjectNode user) {
    return id(user) % 10 == 0;
  }

  /** Being worked on in the source. */
  static boolean open(ObjectNode ticket) {
    return !is(ticket, "solved") && !is(ticket, "closed");
  }

  /** Being worked on by somebody. */
  static boolean assigned(ObjectNode ticket) {
    return open(ticket) && ticket.path("assignee_id").isNumber();
  }

  /** Solved so late that the source does not close it while this story lasts. */
  static boolean freshlySolved(ObjectNode ticket) {
    return is(ticket, "solved")
        && Instant.parse(ticket.path("updated_at").asText())
            .isAfter(Instant.parse("2026-03-05T19:00:00Z"));
  }

  static boolean is(ObjectNode ticket, String status) {
    return ticket.path("status").asText().equals(status);
  }

  static long id(ObjectNode record) {
    return record.path("id").asLong();
  }

  /** The target record of a source record. */
  String twin(String object, ObjectNode record) {
    return links.target(object, id(record));
  }

  /** An instant of the weekend, early enough for something to follow. */
  Instant when() {
    return chance.between(BEGIN, QUIET.minus(Duration.ofHours(6)));
  }

  /** One of the people who work in the target. */
  Hand someone() {
    return Hand.person(chance.between(501, 512));
  }

  /** A text that occurs once in this world. */
  String unique(String words) {
    serial++;
    return words + " W-" + String.format(java.util.Locale.ROOT, "%06d", serial);
  }

  /** Notes that a field of an existing source record must change. */
  void home(String object, ObjectNode record, String path, JsonNode value) {
    values.add(new Oracle.Value(object, id(record), path, value));
  }

  void home(String object, ObjectNode record, String path, String value) {
    home(object, record, path, TextNode.valueOf(value));
  }

  /** Notes that a person has to be asked. */
  void ask(String object, String targetId, @Nullable String property, String code) {
    String field = property == null ? null : "properties." + property;
    questions.add(new Asked(object, targetId, field, code));
  }

  static JsonNode json(@Nullable String text) {
    return text == null ? NullNode.getInstance() : TextNode.valueOf(text);
  }

  static JsonNode json(long number) {
    return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
  }

  private static ObjectNode take(String what, List<ObjectNode> from, Predicate<ObjectNode> fits) {
    for (Iterator<ObjectNode> all = from.iterator(); all.hasNext(); ) {
      ObjectNode candidate = all.next();
      if (fits.test(candidate)) {
        all.remove();
        return candidate;
      }
    }
    throw new IllegalStateException(
        "the world is too small: no " + what + " is left for a scenario; make the scale larger");
  }
}
