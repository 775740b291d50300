package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.backhaul.demo.Names;
import dev.backhaul.demo.Texts;
import java.time.Instant;

/** What happens to migrated users and organizations; the target keeps no history of them. */
final class PeopleEdits {
  private final Scene scene;

  PeopleEdits(Scene scene) {
    this.scene = scene;
  }

  void run() {
    scene.repeat(80, this::phone);
    scene.repeat(10, this::emptied);
    scene.repeat(30, () -> name(false));
    scene.repeat(8, () -> name(true));
    scene.repeat(10, this::blocked);
    scene.repeat(25, this::language);
    scene.repeat(3, this::strangeLanguage);
    scene.repeat(15, this::notes);
    scene.repeat(4, this::truncatedNotes);
    scene.repeat(20, this::forward);
    scene.repeat(12, this::backward);
    scene.repeat(15, this::email);
    scene.repeat(4, this::takenEmail);
    scene.repeat(12, this::moved);
    scene.repeat(20, this::phoneReverted);
    scene.repeat(10, this::phoneOnBothSides);
    scene.repeat(10, this::domains);
    scene.repeat(10, this::tier);
    scene.repeat(8, this::details);
    scene.repeat(8, this::regions);
    scene.repeat(4, this::companyName);
  }

  private void phone() {
    Crm.Row contact = scene.contact(c -> true);
    String phone = phoneNumber();
    edit(contact, "phone", phone);
    scene.home("contact", contact, "phone", phone);
  }

  private String phoneNumber() {
    return "+44 20 7946 " + scene.chance.between(1000, 9999);
  }

  private void emptied() {
    Crm.Row contact = scene.contact(c -> c.has("phone"));
    edit(contact, "phone", NullNode.getInstance());
    scene.home("contact", contact, "phone", "");
  }

  /** A marriage, or a name that can be cut in two ways. */
  private void name(boolean ambiguous) {
    while (true) {
      Crm.Row contact = scene.contact(c -> true);
      Names before = new Names(contact.value("firstname"), contact.value("lastname"));
      String full =
          ambiguous
              ? before.first() + " Maria " + before.last()
              : before.first() + " " + scene.chance.pick(Texts.LAST) + "-Weekend";
      Names now = Names.cut(full, before);
      if ((now == null) == ambiguous) {
        edit(contact, "name", full);
        if (now == null) {
          scene.ask("user", scene.twin("user", contact), "name", "AMBIGUOUS_SPLIT");
        } else {
          scene.home("contact", contact, "lastname", now.last());
        }
        return;
      }
    }
  }

  private void blocked() {
    Crm.Row contact = scene.contact(c -> c.is("support_blocked", "false"));
    edit(contact, "suspended", Values.flag(true));
    scene.home("contact", contact, "support_blocked", "true");
  }

  private void language() {
    Crm.Row contact = scene.contact(c -> !c.is("hs_language", "fr"));
    edit(contact, "locale", "fr");
    scene.home("contact", contact, "hs_language", "fr");
  }

  private void strangeLanguage() {
    Crm.Row contact = scene.contact(c -> true);
    edit(contact, "locale", "pt");
    scene.ask("user", scene.twin("user", contact), "locale", "UNMAPPED_TARGET_VALUE");
  }

  private void notes() {
    Crm.Row contact = scene.contact(c -> c.id() % 5 != 1);
    String text = scene.unique("Prefers the phone.");
    edit(contact, "notes", text);
    scene.home("contact", contact, "support_notes", text);
  }

  private void truncatedNotes() {
    Crm.Row contact = scene.contact(c -> c.id() % 5 == 1);
    edit(contact, "notes", scene.unique("A new start."));
    scene.ask("user", scene.twin("user", contact), "notes", "TRUNCATED_THEN_EDITED");
  }

  private void forward() {
    Crm.Row contact =
        scene.contact(c -> c.is("lifecyclestage", "subscriber") || c.is("lifecyclestage", "lead"));
    edit(contact, "user_fields.stage", AsRunLoad.life("customer"));
    scene.home("contact", contact, "lifecyclestage", "customer");
  }

  /** The source lets a stage only go forward; going back loses dates: somebody has to consent. */
  private void backward() {
    Crm.Row contact =
        scene.contact(
            c -> c.is("lifecyclestage", "customer") || c.is("lifecyclestage", "opportunity"));
    edit(contact, "user_fields.stage", AsRunLoad.life("lead"));
    scene.ask("user", scene.twin("user", contact), "user_fields.stage", "LIFECYCLE_BACKWARD");
  }

  private void email() {
    Crm.Row contact = scene.contact(c -> true);
    String email = "new" + contact.id() + "@firm.example";
    edit(contact, "email", email);
    scene.home("contact", contact, "email", email);
  }

  /**
   * The address belongs to somebody else in the source, whom the migration left behind: that shows
   * right before the write, so the question names the source's field.
   */
  private void takenEmail() {
    Crm.Row contact = scene.contact(c -> true);
    Crm.Row holder = scene.source.skippedContacts().get(4);
    edit(contact, "email", holder.value("email"));
    scene.ask("user", scene.twin("user", contact), "properties.email", "KEY_TAKEN");
  }

  private void moved() {
    Crm.Row contact = scene.contact(c -> c.company() != null);
    Crm.Row company =
        scene.chance.pick(
            scene.source.companies().stream()
                .filter(c -> !Long.valueOf(c.id()).equals(contact.company()))
                .toList());
    edit(contact, "organization_id", Values.number(scene.twin("organization", company)));
    scene.home("contact", contact, "associations.company.0.id", Values.number(company.id()));
  }

  private void phoneReverted() {
    Crm.Row contact = scene.contact(c -> c.has("phone"));
    long twin = scene.twin("user", contact);
    Instant at = scene.when();
    Hand hand = scene.someone();
    scene.target.set("user", twin, "phone", Values.text("0"), at, hand);
    scene.target.set(
        "user", twin, "phone", Values.text(contact.value("phone")), at.plusSeconds(30), hand);
  }

  private void phoneOnBothSides() {
    Crm.Row contact = scene.contact(c -> c.has("phone"));
    edit(contact, "phone", phoneNumber());
    scene.sourceEdits.add(
        new SourceEdit("contact", contact.id(), "phone", "+1 212 555 0100", scene.when()));
    scene.ask("user", scene.twin("user", contact), "phone", "CONFLICT");
  }

  private void domains() {
    Crm.Row company = scene.company(c -> true);
    ArrayNode domains =
        Values.words(company.value("mail_domains") + ";new" + company.id() + ".example");
    organization(company, "domain_names", domains, scene.someone());
    scene.home("company", company, "properties.mail_domains", domains);
  }

  private void tier() {
    Crm.Row company = scene.company(c -> !c.is("account_tier", "gold"));
    organization(company, "organization_fields.tier", Values.text("tier_1"), Hand.FIELD_SERVICE);
    scene.home("company", company, "account_tier", "gold");
  }

  private void details() {
    Crm.Row company = scene.company(c -> true);
    String text = scene.unique("Neue Adresse:\nRing 7");
    organization(company, "details", Values.text(text), scene.someone());
    scene.home("company", company, "address_lines", text);
  }

  private void regions() {
    Crm.Row company = scene.company(c -> true);
    ArrayNode regions = Values.words(company.value("regions") + ";overseas");
    organization(company, "tags", regions, scene.someone());
    scene.home("company", company, "properties.regions", regions);
  }

  private void companyName() {
    Crm.Row company = scene.company(c -> true);
    String name = scene.unique("Renamed & Söhne");
    organization(company, "name", Values.text(name), scene.someone());
    scene.home("company", company, "name", name);
  }

  private void edit(Crm.Row contact, String path, String value) {
    edit(contact, path, Values.text(value));
  }

  private void edit(Crm.Row contact, String path, JsonNode value) {
    scene.target.set(
        "user", scene.twin("user", contact), path, value, scene.when(), scene.someone());
  }

  private void organization(Crm.Row company, String path, JsonNode value, Hand hand) {
    scene.target.set(
        "organization", scene.twin("organization", company), path, value, scene.when(), hand);
  }
}
