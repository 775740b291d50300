package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.demo.Oracle;
import dev.backhaul.demo.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is born in the target: organizations, users, tickets with their conversations. */
final class NewWork {
  /** An organization that new users can belong to. */
  private record Firm(long target, JsonNode source) {}

  private final Scene scene;
  private final Talk talk;
  private final List<Firm> firms = new ArrayList<>();
  private final List<Talk.Speaker> customers = new ArrayList<>();

  NewWork(Scene scene, Talk talk) {
    this.scene = scene;
    this.talk = talk;
  }

  /** People born in the target whom replies to old tickets can come from. */
  List<Talk.Speaker> customers() {
    return customers;
  }

  void run() {
    scene.repeat(15, this::organization);
    for (int i = 0; i < 20; i++) {
      Crm.Row known = scene.chance.pick(scene.source.companies());
      firms.add(new Firm(scene.twin("organization", known), Values.number(known.id())));
    }
    scene.repeat(110, () -> customers.add(user("Lena", "Vogt-" + scene.unique("N").substring(2))));
    scene.repeat(5, this::ambiguousName);
    scene.repeat(3, this::defaultLanguage);
    duplicates();
    scene.repeat(400, () -> ticket(scene.chance.pick(List.of("new", "pending", "solved"))));
    scene.repeat(20, () -> ticket("open"));
    scene.repeat(2, this::bornAndDeleted);
  }

  /** New organizations come first, then people, then their tickets. */
  private Instant early(int hours) {
    return scene.chance.between(
        Scene.BEGIN.plusSeconds(hours * 3600L), Scene.BEGIN.plusSeconds((hours + 2) * 3600L));
  }

  private void organization() {
    Draft draft = new Draft();
    String name = scene.unique("Neugründung " + scene.chance.pick(Texts.FIRMS));
    draft.both("name", "name", name);
    String domain = "n" + name.substring(name.lastIndexOf('-') + 1) + ".example";
    draft.given.put("domain_names", Values.words(domain));
    draft.home.put("properties.mail_domains", Values.words(domain));
    draft.both("organization_fields.tier", "tier_2", "account_tier", "silver");
    draft.given.put("tags", Values.words("north;overseas"));
    draft.home.put("properties.regions", Values.words("north;overseas"));
    long id = scene.target.create("organization", draft.given, early(0), scene.someone());
    born("company", "organization", id, draft, List.of());
    firms.add(new Firm(id, Oracle.ref("organization", Long.toString(id))));
  }

  private Talk.Speaker user(String first, String last) {
    Draft draft = person(first + " " + last, "de");
    draft.home.put("properties.firstname", Values.text(first));
    draft.home.put("properties.lastname", Values.text(last));
    draft.home.put("properties.hs_language", Values.text("de"));
    Firm firm = scene.chance.pick(firms);
    draft.given.put("organization_id", Values.number(firm.target()));
    draft.home.put("associations.company.0.id", firm.source());
    return talk.newcomer(born(draft));
  }

  private long born(Draft draft) {
    long id = scene.target.create("user", draft.given, early(2), scene.someone());
    born("contact", "user", id, draft, List.of());
    return id;
  }

  private Draft person(String name, String locale) {
    Draft draft = new Draft();
    String email = scene.unique("c").replace(" ", "").toLowerCase(Locale.ROOT) + "@new.example";
    draft.given.put("name", Values.text(name));
    draft.both("email", "email", email);
    draft.both("phone", "phone", "+49 89 " + scene.chance.between(100_000, 999_999));
    draft.given.put("suspended", Values.flag(false));
    draft.home.put("properties.support_blocked", Values.text("false"));
    draft.given.put("locale", Values.text(locale));
    draft.both("user_fields.stage", "lead", "lifecyclestage", "lead");
    draft.given.put("role", Values.text("end-user"));
    return draft;
  }

  private void ambiguousName() {
    long id = born(person("Ana Maria Ruiz", "de"));
    scene.ask("user", id, "name", "AMBIGUOUS_SPLIT");
  }

  /** English is also what the load wrote for people without a language. */
  private void defaultLanguage() {
    Draft draft = person("Joan Smith", "en-US");
    draft.home.put("properties.firstname", Values.text("Joan"));
    draft.home.put("properties.lastname", Values.text("Smith"));
    scene.ask("user", born(draft), "locale", "DEFAULT_OR_REAL");
  }

  /** People that the source has, but that the migration left behind. */
  private void duplicates() {
    for (Crm.Row left : scene.source.skippedContacts().subList(0, 3)) {
      Draft draft = person("Known Already", "de");
      draft.given.put("email", Values.text(left.value("email")));
      long id = scene.target.create("user", draft.given, early(2), scene.someone());
      scene.ask("user", id, null, "RECORD_DUPLICATE");
    }
  }

  private void ticket(String status) {
    Instant at = scene.chance.between(Scene.BEGIN.plusSeconds(5 * 3600), Scene.QUIET);
    Draft draft = new Draft();
    draft.both("subject", "subject", scene.unique(scene.chance.pick(Texts.TROUBLES)));
    String asked = scene.unique("First words.") + " " + scene.chance.pick(Texts.LINES);
    draft.both("description", "content", asked);
    draft.home.put("properties.hs_pipeline", Values.text("0"));
    draft.given.put("status", Values.text(status));
    String stage = status.equals("new") ? "1" : status.equals("pending") ? "2" : "4";
    draft.home.put("properties.hs_pipeline_stage", Values.text(stage));
    draft.pair(
        "priority",
        "hs_ticket_priority",
        scene.chance.pick(List.of("low/LOW", "normal/MEDIUM", "high/HIGH", "urgent/URGENT")));
    draft.pair(
        "type",
        "hs_ticket_category",
        scene.chance.pick(List.of("question/GENERAL_INQUIRY", "incident/PRODUCT_ISSUE")));
    Talk.Speaker agent = talk.agent();
    if (!status.equals("new")) {
      draft.given.put("assignee_id", Values.number(agent.hand().user()));
      draft.home.put("properties.hubspot_owner_id", agent.author());
    }
    draft.given.put("tags", Values.words("weekend;vip"));
    draft.home.put("properties.topics", Values.words("weekend;vip"));
    draft.both(Values.AMOUNT_PATH, "order_amount", scene.chance.between(10, 99) + ".5");
    draft.given.put(Values.WARRANTY_PATH, Values.flag(true));
    draft.home.put("properties.warranty", Values.text("true"));
    Talk.Speaker customer = scene.chance.in100(50) ? scene.chance.pick(customers) : asker();
    draft.given.put("requester_id", Values.number(customer.hand().user()));
    draft.home.put("associations.contact.0.id", customer.author());
    long id = scene.target.create("ticket", draft.given, at, customer.hand());
    List<Oracle.Reply> talked = conversation(id, customer, agent, asked, at);
    if (status.equals("open")) {
      // A ticket without its stage cannot be created: it waits for the answer, and its talk with it.
      scene.ask("ticket", id, "status", "AMBIGUOUS_COLLAPSED_VALUE");
    } else {
      born("ticket", "ticket", id, draft, talked);
    }
  }

  private Talk.Speaker asker() {
    return talk.customer(
        Objects.requireNonNull(scene.chance.pick(scene.source.tickets()).contact()));
  }

  /** A ticket's first comment is its description. */
  private List<Oracle.Reply> conversation(
      long ticket, Talk.Speaker customer, Talk.Speaker agent, String asked, Instant from) {
    List<Oracle.Reply> out = new ArrayList<>();
    out.add(talk.say(0, ticket, customer, true, asked, List.of(), from));
    Instant at = from;
    for (int i = scene.chance.between(0, 3); i > 0; i--) {
      at = at.plusSeconds(scene.chance.between(60, 3_000));
      String text = scene.unique(Texts.paragraph(scene.chance));
      boolean answer = scene.chance.in100(60);
      boolean open = !answer || scene.chance.in100(50);
      out.add(talk.say(0, ticket, answer ? agent : customer, open, text, List.of(), at));
    }
    return out;
  }

  /** Born after cutover and gone again: nothing of it was ever the source's. */
  private void bornAndDeleted() {
    SortedMap<String, JsonNode> given = new TreeMap<>();
    given.put("subject", Values.text(scene.unique("By mistake")));
    given.put("status", Values.text("new"));
    given.put("requester_id", Values.number(asker().hand().user()));
    Instant at = scene.when();
    long id = scene.target.create("ticket", given, at, scene.someone());
    scene.target.delete("ticket", id, at.plusSeconds(300), scene.someone());
  }

  private void born(
      String object, String targetObject, long id, Draft draft, List<Oracle.Reply> talked) {
    scene.births.add(
        new Oracle.Birth(object, targetObject, Long.toString(id), draft.home, talked));
  }

  /** What is given in the target, and what must stand in the source for it. */
  private static final class Draft {
    final SortedMap<String, JsonNode> given = new TreeMap<>();
    final SortedMap<String, JsonNode> home = new TreeMap<>();

    void both(String path, String property, String value) {
      both(path, value, property, value);
    }

    void both(String path, String value, String property, String meant) {
      given.put(path, Values.text(value));
      home.put("properties." + property, Values.text(meant));
    }

    void pair(String path, String property, String words) {
      int slash = words.indexOf('/');
      both(path, words.substring(0, slash), property, words.substring(slash + 1));
    }
  }
}
