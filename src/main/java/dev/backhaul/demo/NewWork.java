package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is born in the target: companies, contacts, tickets with their conversations. */
final class NewWork {
  /** A company that new contacts and tickets can belong to. */
  private record Firm(String target, JsonNode source) {}

  private final Scene scene;
  private final Talk talk;
  private final List<Firm> firms = new ArrayList<>();
  private final List<Talk.Customer> customers = new ArrayList<>();

  NewWork(Scene scene, Talk talk) {
    this.scene = scene;
    this.talk = talk;
  }

  /** People born in the target whom replies to old tickets can come from. */
  List<Talk.Customer> customers() {
    return customers;
  }

  void run() {
    repeat(15, this::company);
    for (int i = 0; i < 20; i++) {
      ObjectNode known = scene.chance.pick(scene.source.organizations());
      firms.add(new Firm(scene.twin("company", known), known.path("id")));
    }
    repeat(
        110, () -> customers.add(contact("Lena", "Vogt-" + scene.unique("N").substring(2), null)));
    repeat(5, () -> contact("Ana", "Maria Ruiz", "AMBIGUOUS_SPLIT"));
    repeat(3, this::defaultLanguage);
    duplicates();
    repeat(400, () -> ticket(scene.chance.pick(List.of("1", "2", "4"))));
    repeat(20, () -> ticket("3"));
    repeat(2, this::bornAndDeleted);
  }

  private void repeat(int full, Runnable birth) {
    for (int i = scene.scale.of(full); i > 0; i--) {
      birth.run();
    }
  }

  /** New companies come first, then people, then their tickets. */
  private Instant early(int hours) {
    return scene.chance.between(
        Scene.BEGIN.plusSeconds(hours * 3600L), Scene.BEGIN.plusSeconds((hours + 2) * 3600L));
  }

  private void company() {
    SortedMap<String, String> properties = new TreeMap<>();
    SortedMap<String, JsonNode> home = new TreeMap<>();
    String name = scene.unique("Neugründung " + scene.chance.pick(Texts.FIRMS));
    both(properties, home, "name", "name", name);
    String domain = "n" + name.substring(name.lastIndexOf('-') + 1) + ".example";
    properties.put("domains", domain);
    home.put("domain_names", list(List.of(domain)));
    properties.put("service_tier", "TIER_2");
    home.put("organization_fields.tier", TextNode.valueOf("silver"));
    String id =
        scene.target.create("company", properties, new TreeMap<>(), early(0), scene.someone());
    scene.births.add(new Oracle.Birth("organization", "company", id, home, List.of()));
    firms.add(new Firm(id, Oracle.ref("company", id)));
  }

  private Talk.Customer contact(String first, String last, @Nullable String code) {
    SortedMap<String, String> properties = new TreeMap<>();
    SortedMap<String, JsonNode> home = new TreeMap<>();
    String serial = scene.unique("c");
    String email = serial.replace(" ", "").toLowerCase(Locale.ROOT) + "@new.example";
    person(properties, home, first + " " + last, email, "de");
    if (code == null) {
      home.put("user_fields.first_name", TextNode.valueOf(first));
      home.put("user_fields.last_name", TextNode.valueOf(last));
    }
    Firm firm = scene.chance.pick(firms);
    home.put("organization_id", firm.source());
    SortedMap<String, List<String>> links = new TreeMap<>();
    links.put("company", List.of(firm.target()));
    String id = scene.target.create("contact", properties, links, early(2), scene.someone());
    scene.births.add(new Oracle.Birth("user", "contact", id, home, List.of()));
    if (code != null) {
      scene.ask("contact", id, "full_name", code);
    }
    return new Talk.Customer(id, Oracle.ref("contact", id));
  }

  private void person(
      SortedMap<String, String> properties,
      SortedMap<String, JsonNode> home,
      String name,
      String email,
      String language) {
    both(properties, home, "display_name", "name", name);
    properties.put("full_name", name);
    both(properties, home, "email", "email", email);
    properties.put("login_email", email);
    both(properties, home, "phone", "phone", "+49 89 " + scene.chance.between(100_000, 999_999));
    properties.put("support_suspended", "false");
    home.put("suspended", BooleanNode.FALSE);
    properties.put("hs_language", language);
    if (language.equals("de")) {
      home.put("locale", TextNode.valueOf("de"));
    }
  }

  /** English is also what the load wrote for people without a language. */
  private void defaultLanguage() {
    SortedMap<String, String> properties = new TreeMap<>();
    SortedMap<String, JsonNode> home = new TreeMap<>();
    String email = scene.unique("en").replace(" ", "").toLowerCase(Locale.ROOT) + "@new.example";
    person(properties, home, "Joan Smith", email, "en");
    home.put("user_fields.first_name", TextNode.valueOf("Joan"));
    home.put("user_fields.last_name", TextNode.valueOf("Smith"));
    String id =
        scene.target.create("contact", properties, new TreeMap<>(), early(2), scene.someone());
    scene.births.add(new Oracle.Birth("user", "contact", id, home, List.of()));
    scene.ask("contact", id, "hs_language", "DEFAULT_OR_REAL");
  }

  /** People and a company that the source has, but that the migration left behind. */
  private void duplicates() {
    for (ObjectNode left : scene.source.skippedUsers().subList(0, 3)) {
      SortedMap<String, String> properties = new TreeMap<>();
      String email = left.path("email").asText().toLowerCase(Locale.ROOT);
      person(properties, new TreeMap<>(), "Known Already", email, "de");
      String id =
          scene.target.create("contact", properties, new TreeMap<>(), early(2), scene.someone());
      scene.ask("contact", id, null, "RECORD_DUPLICATE");
    }
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("name", scene.source.skippedOrganizations().get(0).path("name").asText());
    String id =
        scene.target.create("company", properties, new TreeMap<>(), early(0), scene.someone());
    scene.ask("company", id, null, "RECORD_DUPLICATE");
  }

  private void ticket(String stage) {
    Instant at = scene.chance.between(Scene.BEGIN.plusSeconds(5 * 3600), Scene.QUIET);
    SortedMap<String, String> properties = new TreeMap<>();
    SortedMap<String, JsonNode> home = new TreeMap<>();
    both(properties, home, "subject", "subject", scene.unique(scene.chance.pick(Texts.TROUBLES)));
    String asked = scene.unique("First words.") + " " + scene.chance.pick(Texts.LINES);
    both(properties, home, "content", "description", asked);
    properties.put("hs_pipeline", "0");
    properties.put("product", "support");
    properties.put("hs_pipeline_stage", stage);
    if (!stage.equals("3")) {
      String status = stage.equals("1") ? "new" : stage.equals("2") ? "pending" : "solved";
      home.put("status", TextNode.valueOf(status));
    }
    pair(
        properties,
        home,
        "hs_ticket_priority",
        "priority",
        scene.chance.pick(List.of("LOW/low", "MEDIUM/normal", "HIGH/high", "URGENT/urgent")));
    pair(
        properties,
        home,
        "hs_ticket_category",
        "type",
        scene.chance.pick(List.of("GENERAL_INQUIRY/question", "PRODUCT_ISSUE/incident")));
    Talk.Agent agent = talk.agent();
    if (!stage.equals("1")) {
      properties.put("hubspot_owner_id", AsRunLoad.owner(agent.id()));
      home.put("assignee_id", Scene.json(agent.id()));
    }
    properties.put("zendesk_tags", "weekend;vip");
    home.put("tags", list(List.of("weekend", "vip")));
    both(
        properties,
        home,
        "order_amount",
        "custom_fields." + Helpdesk.AMOUNT,
        scene.chance.between(10, 99) + ".5");
    properties.put("warranty", "true");
    home.put("custom_fields." + Helpdesk.WARRANTY, BooleanNode.TRUE);
    Talk.Customer customer =
        scene.chance.in100(50) ? scene.chance.pick(customers) : talk.customer(asker());
    home.put("requester_id", customer.author());
    SortedMap<String, List<String>> links = new TreeMap<>();
    links.put("contact", List.of(customer.contact()));
    String id = scene.target.create("ticket", properties, links, at, scene.someone());
    scene.births.add(
        new Oracle.Birth("ticket", "ticket", id, home, conversation(id, customer, agent, at)));
    if (stage.equals("3")) {
      scene.ask("ticket", id, "hs_pipeline_stage", "AMBIGUOUS_COLLAPSED_VALUE");
    }
  }

  private List<Oracle.Reply> conversation(
      String ticket, Talk.Customer customer, Talk.Agent agent, Instant from) {
    List<Oracle.Reply> out = new ArrayList<>();
    Instant at = from;
    for (int i = scene.chance.between(0, 3); i > 0; i--) {
      at = at.plusSeconds(scene.chance.between(60, 3_000));
      String text = scene.unique(Texts.paragraph(scene.chance));
      out.add(
          switch (scene.chance.between(1, 4)) {
            case 1 -> talk.note(0, ticket, agent, text, at);
            case 2 -> talk.email(0, ticket, agent, text, at);
            case 3 -> talk.email(0, ticket, customer, text, at);
            default -> talk.message(0, ticket, customer, text, at);
          });
    }
    return out;
  }

  /** Born and deleted between cutover and now: the source never knew it, nothing is to be done. */
  private void bornAndDeleted() {
    Instant at = scene.when();
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("subject", scene.unique("Spam"));
    properties.put("hs_pipeline", "0");
    properties.put("hs_pipeline_stage", "1");
    String id = scene.target.create("ticket", properties, new TreeMap<>(), at, scene.someone());
    scene.target.archive("ticket", id, at.plusSeconds(900), scene.someone());
  }

  private long asker() {
    return Scene.id(
        scene.chance.pick(scene.source.users().stream().filter(u -> !Scene.silent(u)).toList()));
  }

  private static void both(
      SortedMap<String, String> properties,
      SortedMap<String, JsonNode> home,
      String property,
      String path,
      String value) {
    properties.put(property, value);
    home.put(path, TextNode.valueOf(value));
  }

  private static void pair(
      SortedMap<String, String> properties,
      SortedMap<String, JsonNode> home,
      String property,
      String path,
      String words) {
    int slash = words.indexOf('/');
    properties.put(property, words.substring(0, slash));
    home.put(path, TextNode.valueOf(words.substring(slash + 1)));
  }

  private static ArrayNode list(List<String> words) {
    ArrayNode out = Json.mapper().createArrayNode();
    words.forEach(out::add);
    return out;
  }
}
