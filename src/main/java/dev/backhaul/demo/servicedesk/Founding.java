package dev.backhaul.demo.servicedesk;

import dev.backhaul.demo.Chance;
import dev.backhaul.demo.Scale;
import dev.backhaul.demo.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Founds the invented company: its CRM as it stands when the source is frozen. */
final class Founding {
  static final List<String> LIFE =
      List.of("subscriber", "lead", "marketingqualifiedlead", "opportunity", "customer");
  private static final Instant OPENED = Instant.parse("2025-11-03T08:00:00Z");
  private static final Instant STOPPED = Instant.parse("2026-03-05T20:00:00Z");
  private static final long FIRST_COMPANY = 3001;
  private static final long FIRST_CONTACT = 10_001;
  private static final long FIRST_TICKET = 50_001;

  private final Chance chance;
  private final Scale scale;
  private final Map<Long, List<Crm.Row>> notes = new TreeMap<>();
  private long nextNote = 700_001;

  Founding(Chance chance, Scale scale) {
    this.chance = chance;
    this.scale = scale;
  }

  Crm found() {
    List<Crm.Row> companies = new ArrayList<>();
    for (int i = 0; i < scale.organizations(); i++) {
      companies.add(company(FIRST_COMPANY + i));
    }
    List<Crm.Row> contacts = new ArrayList<>();
    for (int i = 0; i < scale.people(); i++) {
      contacts.add(contact(FIRST_CONTACT + i, companies));
    }
    // A tenth of the people never asked for anything: merges and deletions will find them.
    List<Crm.Row> askers = contacts.stream().filter(contact -> contact.id() % 10 != 0).toList();
    List<Crm.Row> tickets = new ArrayList<>();
    for (int i = 0; i < scale.tickets(); i++) {
      tickets.add(ticket(FIRST_TICKET + i, chance.pick(askers)));
    }
    List<Crm.Row> leftCompanies = List.of(company(FIRST_COMPANY + scale.organizations()));
    List<Crm.Row> leftContacts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      leftContacts.add(contact(FIRST_CONTACT + scale.people() + i, companies));
    }
    return new Crm(companies, contacts, tickets, notes, leftCompanies, leftContacts);
  }

  private Crm.Row company(long id) {
    SortedMap<String, String> to = new TreeMap<>();
    to.put(
        "name", chance.pick(Texts.FIRMS) + " " + chance.pick(Texts.FORMS) + " " + (id - 3000));
    to.put("domain", "firm" + id + ".example");
    to.put(
        "mail_domains",
        "firm" + id + ".example" + (chance.in100(40) ? ";mail.firm" + id + ".example" : ""));
    if (chance.in100(70)) {
      to.put("address_lines", "Hafenstraße " + id + "\nBuilding " + id % 9);
    }
    if (chance.in100(50)) {
      to.put("description", Texts.paragraph(chance));
    }
    if (chance.in100(90)) {
      to.put("account_tier", chance.pick(List.of("bronze", "silver", "gold")));
    }
    to.put("regions", some(List.of("north", "south", "east", "west")));
    return row(id, to, null, null, chance.between(OPENED, OPENED.plus(Duration.ofDays(20))));
  }

  private Crm.Row contact(long id, List<Crm.Row> companies) {
    SortedMap<String, String> to = new TreeMap<>();
    to.put("firstname", chance.pick(Texts.FIRST));
    to.put("lastname", chance.pick(Texts.LAST));
    to.put("email", "person" + id + "@firm.example");
    if (chance.in100(70)) {
      to.put("phone", "+49 30 " + (1_000_000 + id));
    }
    if (chance.in100(65)) {
      to.put("hs_language", chance.pick(List.of("de", "fr", "es", "pl", "ja", "en-gb")));
    }
    to.put("lifecyclestage", chance.pick(LIFE));
    to.put("support_blocked", Boolean.toString(id % 97 == 0));
    if (id % 5 == 1) {
      // Longer than the go-live script let through: the tail, and an emoji on the edge, stayed
      // behind.
      to.put(
          "support_notes",
          ("Long history of customer " + id + ". " + Texts.paragraph(chance) + " ").repeat(7)
              + "📎 end");
    } else if (chance.in100(40)) {
      to.put("support_notes", "Prefers mail. " + Texts.paragraph(chance));
    }
    // Half of the silent ones belong to nobody, so that a merge brings no second company along.
    boolean employed = id % 20 != 0 && chance.in100(85);
    Long company = employed ? chance.pick(companies).id() : null;
    return row(id, to, company, null, chance.between(OPENED, OPENED.plus(Duration.ofDays(60))));
  }

  private Crm.Row ticket(long id, Crm.Row asker) {
    SortedMap<String, String> to = new TreeMap<>();
    String stage = stage();
    to.put("subject", chance.pick(Texts.TROUBLES) + " #" + id);
    to.put("hs_pipeline", "0");
    to.put("hs_pipeline_stage", stage);
    if (chance.in100(90)) {
      to.put("hs_ticket_priority", chance.pick(List.of("LOW", "MEDIUM", "HIGH", "URGENT")));
    }
    if (chance.in100(85)) {
      to.put(
          "hs_ticket_category",
          chance.pick(
              List.of("GENERAL_INQUIRY", "PRODUCT_ISSUE", "BILLING_ISSUE", "FEATURE_REQUEST")));
    }
    if (!stage.equals("1")) {
      to.put(
          "hubspot_owner_id",
          Long.toString(Crm.FIRST_OWNER + chance.between(0, Crm.OWNERS - 1)));
    }
    to.put("topics", some(Texts.TAGS));
    if (to.getOrDefault("hs_ticket_category", "").equals("FEATURE_REQUEST")) {
      Instant due = Instant.parse("2026-03-10T00:00:00Z");
      to.put(
          "due_date",
          due.plus(Duration.ofDays(chance.between(0, 60))).toString().substring(0, 10));
    }
    if (chance.in100(50)) {
      to.put("order_amount", chance.between(1, 900) + "." + chance.between(10, 99));
    }
    to.put("warranty", Boolean.toString(chance.in100(10)));
    Instant created = chance.between(OPENED.plus(Duration.ofDays(60)), STOPPED.minus(Duration.ofDays(5)));
    List<Crm.Row> talk = conversation(id, asker, created);
    notes.put(id, talk);
    to.put("content", talk.get(0).value("hs_note_body").replaceAll("<[^>]*>", ""));
    to.values().removeIf(String::isEmpty);
    return row(id, to, asker.company(), asker.id(), created);
  }

  /** New, waiting on the contact, waiting on us, escalated, solved, closed. */
  private String stage() {
    int roll = chance.between(1, 100);
    return roll <= 6
        ? "1"
        : roll <= 28 ? "2" : roll <= 50 ? "3" : roll <= 60 ? "5" : roll <= 85 ? "4" : "6";
  }

  private String some(List<String> words) {
    TreeSet<String> out = new TreeSet<>();
    for (int i = chance.between(0, 3); i > 0; i--) {
      out.add(chance.pick(words));
    }
    return String.join(";", chance.shuffled(List.copyOf(new ArrayList<>(out))));
  }

  private List<Crm.Row> conversation(long ticket, Crm.Row asker, Instant from) {
    int count = chance.between(2, 4);
    List<Crm.Row> out = new ArrayList<>();
    long step = Duration.between(from, STOPPED).toSeconds() / (count + 1);
    for (int i = 0; i < count; i++) {
      boolean agent = i > 0 && chance.in100(60);
      Instant at = from.plusSeconds(step * i);
      SortedMap<String, String> to = new TreeMap<>();
      to.put(
          "hs_note_body",
          Texts.html("Ref " + ticket + "/" + i + ". " + Texts.paragraph(chance)));
      to.put("hs_timestamp", at.toString());
      to.put("note_public", Boolean.toString(i == 0 || !agent || chance.in100(60)));
      if (agent) {
        to.put(
            "hubspot_owner_id",
            Long.toString(Crm.FIRST_OWNER + chance.between(0, Crm.OWNERS - 1)));
      }
      out.add(new Crm.Row(nextNote++, to, null, agent ? null : asker.id(), at, at));
    }
    return out;
  }

  private Crm.Row row(
      long id,
      SortedMap<String, String> to,
      @Nullable Long company,
      @Nullable Long contact,
      Instant created) {
    to.values().removeIf(String::isEmpty);
    return new Crm.Row(id, to, company, contact, created, chance.between(created, STOPPED));
  }
}
