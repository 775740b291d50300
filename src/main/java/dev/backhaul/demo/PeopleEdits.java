package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What happens to migrated contacts and companies. */
final class PeopleEdits {
  private final Scene scene;

  PeopleEdits(Scene scene) {
    this.scene = scene;
  }

  void run() {
    repeat(80, this::phone);
    repeat(10, this::emptied);
    repeat(20, this::displayName);
    repeat(30, () -> fullName(false));
    repeat(8, () -> fullName(true));
    repeat(10, this::suspended);
    repeat(25, this::language);
    repeat(3, this::strangeLanguage);
    repeat(15, this::notes);
    repeat(4, this::truncatedNotes);
    repeat(3, this::derived);
    repeat(20, this::phoneReverted);
    repeat(10, this::domains);
    repeat(10, this::tier);
    repeat(8, this::details);
    repeat(4, this::companyName);
  }

  private void repeat(int full, Runnable edit) {
    for (int i = scene.scale.of(full); i > 0; i--) {
      edit.run();
    }
  }

  private void phone() {
    ObjectNode user = user();
    String phone = "+44 20 7946 " + scene.chance.between(1000, 9999);
    edit(user, "phone", phone);
    scene.home("user", user, "phone", phone);
  }

  private void emptied() {
    ObjectNode user = scene.user(u -> !Scene.silent(u) && u.path("phone").isTextual());
    edit(user, "phone", "");
    scene.home("user", user, "phone", NullNode.getInstance());
  }

  private void displayName() {
    ObjectNode user = user();
    String name = user.path("name").asText() + " (ops) ✨";
    edit(user, "display_name", name);
    scene.home("user", user, "name", name);
  }

  /** A marriage, or a name that can be cut in two ways. */
  private void fullName(boolean ambiguous) {
    while (true) {
      ObjectNode user = user();
      Names before =
          new Names(
              user.path("user_fields").path("first_name").asText(),
              user.path("user_fields").path("last_name").asText());
      String full =
          ambiguous
              ? before.first() + " Maria " + before.last()
              : before.first() + " " + scene.chance.pick(Texts.LAST) + "-Weekend";
      Names now = Names.cut(full, before);
      if ((now == null) != ambiguous) {
        continue;
      }
      edit(user, "full_name", full);
      if (now == null) {
        scene.ask("contact", scene.twin("contact", user), "full_name", "AMBIGUOUS_SPLIT");
      } else {
        scene.home("user", user, "user_fields.last_name", now.last());
      }
      return;
    }
  }

  private void suspended() {
    ObjectNode user = scene.user(u -> !Scene.silent(u) && !u.path("suspended").asBoolean());
    edit(user, "support_suspended", "true");
    scene.home("user", user, "suspended", BooleanNode.TRUE);
  }

  private void language() {
    ObjectNode user = scene.user(u -> !Scene.silent(u) && !u.path("locale").asText().equals("fr"));
    edit(user, "hs_language", "fr");
    scene.home("user", user, "locale", "fr");
  }

  private void strangeLanguage() {
    ObjectNode user = user();
    edit(user, "hs_language", "pt");
    scene.ask("contact", scene.twin("contact", user), "hs_language", "UNMAPPED_TARGET_VALUE");
  }

  private void notes() {
    ObjectNode user = scene.user(u -> !Scene.silent(u) && Scene.id(u) % 5 != 1);
    String text = scene.unique("Prefers the phone.");
    edit(user, "support_notes", text);
    scene.home("user", user, "notes", text);
  }

  private void truncatedNotes() {
    ObjectNode user = scene.user(u -> !Scene.silent(u) && Scene.id(u) % 5 == 1);
    edit(user, "support_notes", scene.unique("A new start."));
    scene.ask("contact", scene.twin("contact", user), "support_notes", "TRUNCATED_THEN_EDITED");
  }

  private void derived() {
    ObjectNode user = user();
    edit(user, "login_email", "elsewhere" + Scene.id(user) + "@firm.example");
    scene.ask("contact", scene.twin("contact", user), "login_email", "DERIVED_EDITED");
  }

  private void phoneReverted() {
    ObjectNode user = scene.user(u -> !Scene.silent(u) && u.path("phone").isTextual());
    String twin = scene.twin("contact", user);
    String before = scene.target.value("contact", twin, "phone");
    var at = scene.when();
    Hand hand = scene.someone();
    scene.target.set("contact", twin, "phone", "0", at, hand);
    scene.target.set("contact", twin, "phone", before, at.plusSeconds(30), hand);
  }

  private void domains() {
    ObjectNode organization = scene.organization(o -> true);
    ArrayNode home = organization.path("domain_names").deepCopy();
    home.add("new" + Scene.id(organization) + ".example");
    StringBuilder text = new StringBuilder();
    home.forEach(domain -> text.insert(0, domain.asText() + ";"));
    company(organization, "domains", text.substring(0, text.length() - 1), scene.someone());
    scene.home("organization", organization, "domain_names", home);
  }

  private void tier() {
    ObjectNode organization =
        scene.organization(
            o -> !o.path("organization_fields").path("tier").asText().equals("gold"));
    company(organization, "service_tier", "TIER_1", Hand.FIELD_SERVICE);
    scene.home("organization", organization, "organization_fields.tier", "gold");
  }

  private void details() {
    ObjectNode organization = scene.organization(o -> true);
    String text = scene.unique("Neue Adresse:\nRing 7");
    company(organization, "address_lines", text, scene.someone());
    scene.home("organization", organization, "details", text);
  }

  private void companyName() {
    ObjectNode organization = scene.organization(o -> true);
    String name = scene.unique("Renamed & Söhne");
    company(organization, "name", name, scene.someone());
    scene.home("organization", organization, "name", name);
  }

  private ObjectNode user() {
    return scene.user(u -> !Scene.silent(u));
  }

  private void edit(ObjectNode user, String property, String value) {
    scene.target.set(
        "contact", scene.twin("contact", user), property, value, scene.when(), scene.someone());
  }

  private void company(ObjectNode organization, String property, String value, Hand hand) {
    scene.target.set(
        "company", scene.twin("company", organization), property, value, scene.when(), hand);
  }
}
