package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Hazard;
import dev.backhaul.manifest.Kind;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.platform.Write;
import dev.backhaul.platform.WriteResult;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.sandbox.zendesk.ZendeskHand;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No hazard without a test: each one of a manifest is written naively, to see that it is real, and
 * asked for, to see that we do not. Each one that a platform's page lists names a proof that there
 * is.
 */
final class EachHazardTest {
  private static final Pattern PROOF = Pattern.compile("`(?:(\\w+)\\.|\\.\\.\\.)(\\w+)`");

  /** What becomes of a naive write: asserts the harm. */
  @FunctionalInterface
  private interface Naive {
    void harms(Stand stand, Subject subject) throws Exception;
  }

  /**
   * A write that runs into a hazard, in the words of the plan; texts with single quotes.
   *
   * @param clear a field that is cleared, or empty
   */
  private record Case(Kind kind, String before, String set, String clear, Naive naive) {}

  private static final Map<String, Case> CASES = new TreeMap<>();

  static {
    put(
        "zendesk TICKET_CLOSED ticket",
        Kind.UPDATE,
        "{'status':'closed'}",
        "{'priority':'high'}",
        (stand, subject) -> {
          String id = ticket(stand, "{'status':'closed'}");
          assertThat(update(stand, "ticket", id, "{'priority':'high'}").failure())
              .isInstanceOf(Failure.Rejected.class);
        });
    put(
        "zendesk STATUS_NEW ticket",
        Kind.UPDATE,
        "{'status':'open'}",
        "{'status':'new'}",
        (stand, subject) -> {
          String id = ticket(stand, "{'status':'open'}");
          update(stand, "ticket", id, "{'status':'new'}");
          assertThat(read(stand, "ticket", id).fields().path("status").asText()).isEqualTo("open");
        });
    put(
        "zendesk TICKET_CLOSES ticket",
        Kind.UPDATE,
        "{'status':'solved'}",
        "{'status':'closed'}",
        (stand, subject) -> {
          String id = ticket(stand, "{'status':'solved','assignee_id':1}");
          assertThat(update(stand, "ticket", id, "{'status':'closed'}").failure()).isNull();
          assertThat(update(stand, "ticket", id, "{'status':'open'}").failure())
              .isInstanceOf(Failure.Rejected.class);
        });
    put(
        "zendesk REQUESTER_CLEARED ticket",
        Kind.UPDATE,
        "{'requester_id':2}",
        "{}",
        "requester_id",
        (stand, subject) -> {
          String id = ticket(stand, "{'status':'open'}");
          clear(stand, "ticket", id, "requester_id");
          assertThat(read(stand, "ticket", id).fields().path("requester_id").asLong())
              .isEqualTo(ZendeskDesk.CUSTOMER);
        });
    put(
        "zendesk STATUS_TWICE ticket",
        Kind.UPDATE,
        "{'status':'open'}",
        "{'status':'pending','custom_status_id':7}",
        // Not confirmed which of the two wins, so no sandbox can play it: the page must say so.
        (stand, subject) ->
            assertThat(Files.readString(Path.of("docs/platforms/zendesk.md")))
                .containsPattern("(?s)## Not confirmed.*`STATUS_TWICE`"));
    put(
        "zendesk USER_DELETED user",
        Kind.DELETE,
        "{}",
        "{}",
        (stand, subject) -> {
          ZendeskHand.person(stand.sandbox, ZendeskDesk.ADMIN)
              .deleteUser(ZendeskDesk.CUSTOMER, Stand.CUTOVER);
          assertThat(stand.account.read("user", ReadRequest.ids(List.of("2")))).isEmpty();
        });
    put(
        "zendesk ORGANIZATION_DELETED organization",
        Kind.DELETE,
        "{}",
        "{}",
        (stand, subject) -> {
          ZendeskHand hand = ZendeskHand.person(stand.sandbox, ZendeskDesk.ADMIN);
          long id = hand.createOrganization(Facts.json("{'name':'Acme'}"), Stand.CUTOVER);
          hand.deleteOrganization(id, Stand.CUTOVER);
          assertThat(stand.account.read("organization", ReadRequest.ids(List.of("" + id))))
              .isEmpty();
        });
    put(
        "zendesk USER_EMAIL_ADDS user",
        Kind.UPDATE,
        "{'email':'ann@acme.test'}",
        "{'email':'new@acme.test'}",
        (stand, subject) -> {
          assertThat(update(stand, "user", "2", "{'email':'new@acme.test'}").failure()).isNull();
          assertThat(read(stand, "user", "2").fields().path("email").asText())
              .isEqualTo("ann@acme.test");
        });
    put(
        "zendesk USER_ROLE user",
        Kind.UPDATE,
        "{'role':'agent'}",
        "{'role':'end-user'}",
        (stand, subject) -> {
          zendesk(
              stand,
              "{'id':3,'name':'Bo','role':'agent','updated_at':'2026-01-01T00:00:00Z'}",
              "user");
          String id = ticket(stand, "{'status':'open','assignee_id':3}");
          assertThat(update(stand, "user", "3", "{'role':'end-user'}").failure()).isNull();
          assertThat(read(stand, "ticket", id).fields().path("assignee_id").isNull()).isTrue();
        });
    put(
        "zendesk ORGANIZATION_REMOVED user",
        Kind.UPDATE,
        "{'organization_id':9}",
        "{}",
        "organization_id",
        (stand, subject) -> {
          zendesk(
              stand, "{'id':9,'name':'Acme','updated_at':'2026-01-01T00:00:00Z'}", "organization");
          update(stand, "user", "2", "{'organization_id':9}");
          String id = ticket(stand, "{'status':'open','organization_id':9}");
          clear(stand, "user", "2", "organization_id");
          stand.time.sleep(Duration.ofSeconds(30));
          assertThat(read(stand, "ticket", id).fields().path("organization_id").isNull()).isTrue();
        });
    put(
        "zendesk COLLABORATORS_NOTIFIED ticket",
        Kind.UPDATE,
        "{}",
        "{'collaborator_ids':[1]}",
        (stand, subject) -> {
          String id = ticket(stand, "{'status':'open'}");
          update(stand, "ticket", id, "{'collaborator_ids':[1]}");
          assertThat(stand.sandbox.ledger().mails()).isNotEmpty();
        });
    for (String object : List.of("contact", "company")) {
      String type = object.equals("contact") ? "contacts" : "companies";
      put(
          "hubspot LIFECYCLE_BACKWARD " + object,
          Kind.UPDATE,
          "{'properties':{'lifecyclestage':'customer'}}",
          "{'properties.lifecyclestage':'lead'}",
          (stand, subject) -> {
            String id = record(subject, type, Map.of("lifecyclestage", "customer"));
            update(stand, object, id, "{'properties.lifecyclestage':'lead'}");
            assertThat(read(stand, object, id).fields().at("/properties/lifecyclestage").asText())
                .isEqualTo("customer");
          });
    }
    link("SEVERAL_COMPANIES", "contact", "contacts", "company", "companies", 279);
    link("SEVERAL_COMPANIES", "ticket", "tickets", "company", "companies", 339);
    link("SEVERAL_CONTACTS", "ticket", "tickets", "contact", "contacts", 16);
  }

  static Stream<String> hazards() {
    return Stream.of("zendesk", "hubspot")
        .flatMap(
            platform ->
                Facts.manifest(platform).hazards().stream()
                    .map(hazard -> platform + " " + hazard.code() + " " + hazard.object()))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("hazards")
  void each_hazard_of_a_manifest_harms_a_naive_write_and_is_asked_for(String hazard)
      throws Exception {
    Case known = CASES.get(hazard);
    assertThat(known).as(hazard + " has no test: write one into CASES").isNotNull();
    String[] words = hazard.split(" ", -1);
    Subject subject = words[0].equals("zendesk") ? new ZendeskTickets() : new HubSpotTickets();
    try (Stand stand = Stand.of(subject)) {
      known.naive().harms(stand, subject);

      String[] clear = known.clear().isEmpty() ? new String[0] : new String[] {known.clear()};
      assertThat(
              Facts.asked(
                  stand.manifest, words[2], known.kind(), known.before(), known.set(), clear))
          .contains(words[1]);
      List<Hazard> told =
          stand.manifest.hazards().stream().filter(one -> one.code().equals(words[1])).toList();
      assertThat(told).allSatisfy(one -> assertThat(one.say()).isNotBlank());
      assertThat(told).allSatisfy(one -> assertThat(one.choices()).contains("skip"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zendesk", "hubspot"})
  void each_hazard_of_a_platforms_page_names_a_proof_that_there_is(String platform)
      throws IOException {
    Map<String, String> tests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        tests.put(String.valueOf(file.getFileName()).replace(".java", ""), Files.readString(file));
      }
    }
    boolean table = false;
    int rows = 0;
    List<String> unproven = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs/platforms/" + platform + ".md"))) {
      if (line.startsWith("| hazard ")) {
        table = true;
      } else if (!line.startsWith("|")) {
        table = false;
      } else if (table && !line.startsWith("|---")) {
        rows++;
        String proof = line.substring(line.lastIndexOf('|', line.length() - 2));
        if (!proven(proof, tests)) {
          unproven.add(line);
        }
      }
    }
    assertThat(rows).as("hazards of " + platform).isGreaterThan(14);
    assertThat(unproven).as("hazards whose proof is not there").isEmpty();
  }

  private static boolean proven(String proof, Map<String, String> tests) {
    String last = "";
    List<MatchResult> named = PROOF.matcher(proof).results().toList();
    for (MatchResult one : named) {
      last = one.group(1) == null ? last : one.group(1);
      Matcher method =
          Pattern.compile("\\b\\w*" + one.group(2) + "\\(").matcher(tests.getOrDefault(last, ""));
      if (!method.find()) {
        return false;
      }
    }
    return !named.isEmpty();
  }

  private static void put(String name, Kind kind, String before, String set, Naive naive) {
    put(name, kind, before, set, "", naive);
  }

  private static void put(
      String name, Kind kind, String before, String set, String clear, Naive naive) {
    CASES.put(name, new Case(kind, before, set, clear, naive));
  }

  private static void link(
      String code, String object, String type, String other, String others, int label) {
    put(
        "hubspot " + code + " " + object,
        Kind.UPDATE,
        "{'associations':{'" + other + "':[{'id':'1'},{'id':'2'}]}}",
        "{'associations." + other + ".0.id':'3'}",
        (stand, subject) -> {
          String id = record(subject, type, Map.of());
          for (int i = 0; i < 2; i++) {
            account(subject).associate(type, id, others, record(subject, others, Map.of()), label);
          }
          String third = record(subject, others, Map.of());
          update(stand, object, id, "{'associations." + other + ".0.id':'" + third + "'}");
          // It joins the others and replaces none.
          assertThat(read(stand, object, id).fields().at("/associations/" + other)).hasSize(3);
        });
  }

  private static Item read(Stand stand, String object, String id) {
    return stand.account.read(object, ReadRequest.ids(List.of(id))).getFirst();
  }

  private static WriteResult update(Stand stand, String object, String id, String set)
      throws InterruptedException {
    return Facts.update(stand, object, id, Facts.json(set));
  }

  private static void clear(Stand stand, String object, String id, String field)
      throws InterruptedException {
    String version = read(stand, object, id).version();
    Write write =
        new Write(
            "k",
            Write.Kind.UPDATE,
            id,
            null,
            Json.object(),
            List.of(field),
            version,
            List.of(),
            null);
    Facts.write(stand, object, write);
  }

  private static String ticket(Stand stand, String fields) {
    ObjectNode row =
        Facts.json(
            "{'id':7001,'subject':'Printer','requester_id':2,'created_at':'2026-02-01T10:00:00Z',"
                + "'updated_at':'2026-02-01T10:00:00Z'}");
    row.setAll(Facts.json(fields));
    zendesk(stand, row.toString(), "ticket");
    return "7001";
  }

  private static void zendesk(Stand stand, String row, String object) {
    stand.sandbox.run(
        () -> {
          var state = ZendeskSandbox.state(stand.sandbox);
          switch (object) {
            case "ticket" -> state.putTicket(Facts.json(row), List.of());
            case "user" -> state.putUser(Facts.json(row));
            default -> state.putOrganization(Facts.json(row));
          }
        });
  }

  private static HubSpotState account(Subject subject) {
    return ((HubSpotTickets) subject).state();
  }

  private static String record(Subject subject, String type, Map<String, String> values) {
    return account(subject).create(type, null, values, Stand.CUTOVER, SourceTag.user(7));
  }
}
