package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.zendesk.ZendeskHand;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zendesk as target, over real HTTP. */
class ZendeskTargetTest {
  private static final Instant CUTOVER = Rig.START.minus(Duration.ofDays(1));
  private static final long ADMIN = 1;
  private static final long AGENT = 2;
  private static final long ANN = 5;
  private static final long BOB = 6;
  private static final int MANY = 25_000;

  private Rig rig;

  @BeforeEach
  void open() throws Exception {
    open(ZendeskOptions.enterprise());
  }

  private void open(ZendeskOptions options) throws Exception {
    rig =
        new Rig(
            Role.TARGET, "zendesk", "tok", Map.of(), time -> ZendeskSandbox.sandbox(time, options));
    seed(
        state -> {
          state.putUser(json("{'id':1,'name':'Admin','email':'ops@acme.test','role':'admin'}"));
          state.putUser(json("{'id':2,'name':'Gus','email':'gus@acme.test','role':'agent'}"));
          state.putUser(json("{'id':5,'name':'Ann','email':'ann@acme.test','external_id':'hs-5'}"));
          state.putUser(json("{'id':6,'name':'Bob','email':'bob@acme.test','external_id':'hs-6'}"));
          state.credentials("ops@acme.test", "tok", ADMIN, true);
        });
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private void seed(Consumer<ZendeskState> seeding) {
    rig.sandbox.run(() -> seeding.accept(ZendeskSandbox.state(rig.sandbox)));
  }

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  private ZendeskHand agent() {
    return ZendeskHand.person(rig.sandbox, AGENT);
  }

  private void tickets(int first, int count, Instant at) {
    seed(
        state -> {
          for (int i = first; i < first + count; i++) {
            ObjectNode row = json("{'subject':'T','requester_id':5,'status':'open'}");
            row.put("id", i).put("external_id", "hs-" + i);
            row.put("created_at", at.toString()).put("updated_at", at.toString());
            state.putTicket(row, List.of());
          }
        });
  }

  private void organizations(int first, int count, Instant at) {
    seed(
        state -> {
          for (int i = first; i < first + count; i++) {
            ObjectNode row = Json.object().put("id", i).put("name", "Org " + i);
            row.put("created_at", at.toString()).put("updated_at", at.toString());
            state.putOrganization(row);
          }
        });
  }

  private ChangesPage page(String object, @Nullable JsonNode resume, int size) {
    return rig.account.changes(object, new ChangesRequest(CUTOVER, resume, size));
  }

  private List<Change> sweep(String object) {
    return sweep(object, null, 1000);
  }

  private List<Change> sweep(String object, @Nullable JsonNode resume, int size) {
    List<Change> all = new ArrayList<>();
    ChangesPage page = page(object, resume, size);
    while (true) {
      all.addAll(page.changes());
      if (!page.more()) {
        return all;
      }
      page = page(object, page.resume(), size);
    }
  }

  private static Set<String> ids(List<Change> changes) {
    Set<String> ids = new HashSet<>();
    changes.forEach(change -> ids.add(change.item().id()));
    return ids;
  }

  private static Change the(List<Change> changes, long id) {
    return changes.stream()
        .filter(change -> change.item().id().equals("" + id))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private void nobodyWasThrottled() {
    assertThat(rig.sandbox.ledger().calls()).noneMatch(call -> call.status() == 429);
  }

  private void longAfter() throws InterruptedException {
    rig.time.sleep(Duration.ofMinutes(10));
  }

  @Test
  void twentyFiveThousandTicketsOfOneSecondComeEachOnceAtTenRequestsAMinute() {
    tickets(1000, MANY, CUTOVER.plusSeconds(60));

    List<Change> changes = sweep("ticket");

    assertThat(changes).hasSize(MANY);
    assertThat(ids(changes)).hasSize(MANY);
    nobodyWasThrottled();
  }

  @Test
  void twentyFiveThousandCommentsOfOneSecondNeitherLoopNorVanish() {
    Instant second = CUTOVER.plusSeconds(60);
    seed(
        state -> {
          for (int i = 0; i < MANY / 5; i++) {
            List<ObjectNode> five = new ArrayList<>();
            for (int j = 0; j < 5; j++) {
              five.add(json("{'author_id':2,'body':'Hi'}").put("created_at", second.toString()));
            }
            ObjectNode row = json("{'subject':'T','requester_id':5,'status':'open'}");
            state.putTicket(row.put("id", 1000 + i), five);
          }
        });
    agent().updateTicket(1000, json("{'comment':{'body':'Later'}}"), second.plusSeconds(9));

    List<Change> changes = sweep("comment");

    assertThat(ids(changes)).hasSize(MANY + 1);
    assertThat(the(changes, lastComment(1000)).item().fields().path("ticket_id").asLong())
        .isEqualTo(1000);
    nobodyWasThrottled();
  }

  private long lastComment(long ticket) {
    List<ObjectNode> all =
        rig.sandbox.look(() -> ZendeskSandbox.state(rig.sandbox).comments(ticket));
    return all.getLast().path("id").asLong();
  }

  @Test
  void organizationsThatFillSeveralPagesOfOneSecondAllCome() {
    organizations(100, 30, CUTOVER.plusSeconds(60));
    organizations(200, 5, CUTOVER.plusSeconds(61));

    List<Change> changes = sweep("organization", null, 10);

    assertThat(ids(changes)).hasSize(35);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticket", "organization", "user", "comment"})
  void aSweepThatGoesOnFromAnyOfItsPagesMissesNothing(String object) {
    life();
    List<JsonNode> points = new ArrayList<>();
    List<Set<String>> before = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    ChangesPage page = page(object, null, 2);
    while (true) {
      seen.addAll(ids(page.changes()));
      if (!page.more()) {
        break;
      }
      points.add(page.resume().deepCopy());
      before.add(Set.copyOf(seen));
      page = page(object, page.resume(), 2);
    }
    assertThat(points).hasSizeGreaterThan(2);

    for (int i = 0; i < points.size(); i++) {
      Set<String> all = new HashSet<>(before.get(i));
      all.addAll(ids(sweep(object, points.get(i), 2)));
      assertThat(all).as("from page %s", i).isEqualTo(seen);
    }
  }

  /** A dozen of each, over a minute, three of them in one second. */
  private void life() {
    for (int i = 0; i < 12; i++) {
      Instant at = CUTOVER.plusSeconds(60 + (i / 3) * 7L);
      agent().createUser(json("{'name':'U'}").put("email", "u" + i + "@x.test"), at);
      agent().createOrganization(Json.object().put("name", "O" + i), at);
      agent().createTicket(json("{'subject':'S','comment':{'body':'First'}}"), at);
    }
  }

  @Test
  void whatIsEditedWhileASweepRunsComesWithItOrWithTheNext() throws InterruptedException {
    tickets(1000, 50, CUTOVER.plusSeconds(60));
    Set<String> versions = new HashSet<>();
    ChangesPage page = page("ticket", null, 10);
    int edit = 0;
    while (true) {
      page.changes().forEach(change -> versions.add(version(change)));
      if (!page.more()) {
        break;
      }
      agent().updateTicket(1000 + edit++ * 7L, json("{'priority':'high'}"), rig.time.instant());
      rig.time.sleep(Duration.ofSeconds(30));
      page = page("ticket", page.resume(), 10);
    }
    longAfter();
    sweep("ticket", page.resume(), 10).forEach(change -> versions.add(version(change)));

    seed(
        state ->
            state
                .all("tickets")
                .forEach(
                    ticket ->
                        assertThat(versions)
                            .contains(
                                ticket.path("id").asText()
                                    + " "
                                    + ticket.path("priority").asText())));
  }

  private static String version(Change change) {
    return change.item().id() + " " + change.item().fields().path("priority").asText();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 60, 90})
  void whatBecomesVisibleLateComesWithTheNextSweep(long lag) throws Exception {
    close();
    open(ZendeskOptions.enterprise().exportLag(Duration.ofSeconds(lag)));
    Set<String> seen = new HashSet<>();
    JsonNode resume = null;
    for (int i = 0; i < 12; i++) {
      tickets(1000 + i, 1, rig.time.instant());
      rig.time.sleep(Duration.ofSeconds(20));
      ChangesPage page = page("ticket", resume, 1000);
      seen.addAll(ids(page.changes()));
      assertThat(page.more()).isFalse();
      resume = page.resume();
    }
    longAfter();
    seen.addAll(ids(sweep("ticket", resume, 1000)));

    assertThat(seen).hasSize(12);
  }

  @Test
  void whatIsYoungerThanAMinuteIsNotAskedForYet() {
    JsonNode now = Json.object().put("from", Rig.START.toEpochMilli());

    ChangesPage page = page("ticket", now, 1000);

    assertThat(page.changes()).isEmpty();
    assertThat(page.more()).isFalse();
    assertThat(rig.sandbox.ledger().calls()).isEmpty();
  }

  @Test
  void aDeletedTicketIsNamedAndARestoredOneLives() {
    tickets(1000, 2, CUTOVER.minusSeconds(500));
    agent().deleteTicket(1000, CUTOVER.plusSeconds(10));
    agent().deleteTicket(1001, CUTOVER.plusSeconds(10));
    agent().send("PUT", "/deleted_tickets/1001/restore", null, CUTOVER.plusSeconds(20));

    List<Change> changes = sweep("ticket");

    Change gone = the(changes, 1000);
    assertThat(gone.kind()).isEqualTo(Change.Kind.DELETED);
    assertThat(gone.item().joinKey()).isEqualTo("hs-1000");
    assertThat(gone.at()).isEqualTo(CUTOVER.plusSeconds(10));
    assertThat(the(changes, 1001).kind()).isEqualTo(Change.Kind.CHANGED);
  }

  @Test
  void aMergedTicketNamesTheTicketThatItWentInto() {
    tickets(1000, 2, CUTOVER.minusSeconds(500));
    agent().mergeTickets(1000, 1001, CUTOVER.plusSeconds(10));

    List<Change> changes = sweep("ticket");

    assertThat(the(changes, 1000).kind()).isEqualTo(Change.Kind.MERGED);
    assertThat(the(changes, 1000).mergedInto()).isEqualTo("1001");
    assertThat(the(changes, 1001).kind()).isEqualTo(Change.Kind.CHANGED);
  }

  @Test
  void aTicketTaggedAsMergedWithoutAnyAuditOfItIsMergedIntoNobodyKnown() {
    tickets(1000, 1, CUTOVER.minusSeconds(500));
    agent()
        .updateTicket(
            1000, json("{'status':'closed','tags':['closed_by_merge']}"), CUTOVER.plusSeconds(5));

    Change change = the(sweep("ticket"), 1000);

    assertThat(change.kind()).isEqualTo(Change.Kind.MERGED);
    assertThat(change.mergedInto()).isNull();
  }

  @Test
  void aMergedOrganizationIsNamedByItsWinner() {
    organizations(100, 3, CUTOVER.minusSeconds(500));
    agent().mergeOrganizations(101, 100, CUTOVER.plusSeconds(10));

    List<Change> changes = sweep("organization");

    assertThat(the(changes, 101).kind()).isEqualTo(Change.Kind.MERGED);
    assertThat(the(changes, 101).mergedInto()).isEqualTo("100");
    assertThat(ids(changes)).containsExactlyInAnyOrder("100", "101");
  }

  @Test
  void aDeletedAndAMergedUserAreGone() {
    agent().mergeUsers(ANN, BOB, CUTOVER.plusSeconds(10));
    long other =
        agent().createUser(json("{'name':'C','email':'c@x.test'}"), CUTOVER.plusSeconds(11));
    agent().deleteUser(other, CUTOVER.plusSeconds(12));

    List<Change> changes = sweep("user");

    assertThat(the(changes, ANN).kind()).isEqualTo(Change.Kind.DELETED);
    assertThat(the(changes, other).kind()).isEqualTo(Change.Kind.DELETED);
    assertThat(the(changes, BOB).kind()).isEqualTo(Change.Kind.CHANGED);
  }

  @Test
  void whatThePlatformMovesWithoutANewTimeOfChangeIsAnotherVersion() {
    tickets(1000, 1, CUTOVER.plusSeconds(5));
    Change first = the(sweep("ticket"), 1000);

    agent().moveTicket(1000, json("{'organization_id':null}"), CUTOVER.plusSeconds(50));
    Change second = the(sweep("ticket"), 1000);

    assertThat(second.item().updatedAt()).isEqualTo(first.item().updatedAt());
    assertThat(second.item().version()).isNotEqualTo(first.item().version());
    assertThat(second.at()).isEqualTo(CUTOVER.plusSeconds(50));
  }

  @Test
  void commentsNameTheirTicketTheirAuthorAndTheirFilesWhichOpen() {
    tickets(1000, 1, CUTOVER.minusSeconds(500));
    Instant at = CUTOVER.plusSeconds(30);
    byte[] content = "what was said".getBytes(StandardCharsets.UTF_8);
    String token = agent().upload("notes.txt", content, at);
    ObjectNode comment = json("{'body':'See file','public':false}");
    comment.putArray("uploads").add(token);
    agent().updateTicket(1000, Json.object().set("comment", comment), at);

    List<Change> changes = sweep("comment");

    assertThat(changes).hasSize(1);
    ObjectNode fields = changes.getFirst().item().fields();
    assertThat(fields.path("author_id").asLong()).isEqualTo(AGENT);
    assertThat(fields.path("ticket_id").asLong()).isEqualTo(1000);
    assertThat(fields.path("public").asBoolean()).isFalse();
    assertThat(fields.at("/via/channel").asText()).isEqualTo("web");
    String file = rig.account.files("comment", fields).getFirst().id();
    Blob blob = rig.account.open("comment", file);
    assertThat(blob.name()).isEqualTo("notes.txt");
    assertThat(blob.content()).isEqualTo(content);
  }

  @Test
  void countsAreOfAllAndOfThoseChangedSince() {
    tickets(1000, 3, CUTOVER.minusSeconds(500));
    tickets(2000, 4, CUTOVER.plusSeconds(500));

    assertThat(rig.account.count("ticket", new CountRequest(null)).live()).isEqualTo(7);
    assertThat(rig.account.count("ticket", new CountRequest(CUTOVER)).live()).isEqualTo(4);
    assertThat(rig.account.count("comment", new CountRequest(CUTOVER)).live()).isNull();
  }
}
