package dev.backhaul.mapping;

import static dev.backhaul.mapping.Given.REFS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The laws on whole records: random records, random edit scripts, one real-looking mapping. */
class WholeMappingTest {
  private static final int DRAWS = 2_000;
  private final Mapping mapping = example();

  static Mapping example() {
    try {
      return Mapping.load(
          java.nio.file.Path.of(
              Objects.requireNonNull(WholeMappingTest.class.getResource("/mappings/contact.yaml"))
                  .toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode pick(Corner corner, String... values) {
    return corner.chance(15) ? corner.text() : TextNode.valueOf(corner.pick(List.of(values)));
  }

  /** A source record: mostly what a CRM holds, sometimes an odd corner or nothing. */
  private static ObjectNode record(Corner corner) {
    ObjectNode out = Json.object().put("id", "c" + corner.below(1000)).put("untouched", 1);
    ObjectNode p = out.putObject("properties");
    put(corner, p, "email", pick(corner, "Ann@Example.org", "bo@example.org "));
    put(corner, p, "jobtitle", pick(corner, "CEO", "Clerk"));
    put(corner, p, "firstname", pick(corner, "Ann", "Mary Jo", "Bo"));
    put(corner, p, "lastname", pick(corner, "Smith", "de Vries", "Lee"));
    put(corner, p, "lifecyclestage", pick(corner, "lead", "customer", "evangelist", "partner"));
    put(
        corner,
        p,
        "closedate",
        TextNode.valueOf(Long.toString(1_700_000_000_000L + corner.below(90_000_000) * 1000L)));
    put(corner, p, "annualrevenue", pick(corner, "1.50", "007", "12.345", "1000000"));
    put(corner, p, "optout", pick(corner, "true", "false"));
    put(corner, p, "interests", pick(corner, "a;b", "c", "b;a;c"));
    put(corner, p, "description", pick(corner, "short", "a text that is longer than twelve"));
    put(corner, p, "notes_html", pick(corner, "<p>One</p><p>Two</p>", "plain"));
    put(corner, p, "owner", pick(corner, "11", "12", "13", "99"));
    put(corner, p, "source", pick(corner, "web", "import"));
    put(corner, p, "type", pick(corner, "vip", "gold", "plain"));
    put(corner, p, "vip_since", pick(corner, "2020", "2021"));
    put(corner, p, "hs_internal_score", corner.number());
    put(corner, out, "tags", corner.list());
    Path.of("associations.company.0.id").write(out, TextNode.valueOf("" + corner.below(50)));
    ArrayNode custom = out.putArray("custom_fields");
    custom.addObject().put("id", 999).put("value", "keep");
    custom.addObject().put("id", 101).set("value", corner.scalar());
    if (corner.chance(60)) {
      custom.insertObject(0).put("id", 102).put("value", "net30");
    }
    ArrayNode addresses = out.putArray("addresses");
    for (int i = 0; i < corner.below(3); i++) {
      addresses
          .addObject()
          .put("id", "a" + i)
          .put("city", "Rome")
          .put("kind", "home")
          .put("extra", i);
    }
    return out;
  }

  private static void put(Corner corner, ObjectNode to, String name, JsonNode value) {
    JsonNode chosen = corner.chance(12) ? corner.blank() : value;
    if (!chosen.isMissingNode()) {
      to.set(name, chosen);
    }
  }

  /** Edits some fields to what another record holds, to an odd corner, or to nothing. */
  private ObjectNode edits(ObjectNode t0, Corner corner) {
    ObjectNode out = t0.deepCopy();
    ObjectNode other = mapping.get(record(corner), REFS);
    for (String name : mapping.targetPaths()) {
      if (!name.equals("External_Id__c") && corner.chance(20)) {
        Path path = Path.of(name);
        path.write(out, corner.chance(70) ? path.read(other).deepCopy() : corner.scalar());
      }
    }
    return out;
  }

  private Field field(String path) {
    return mapping.owners().stream()
        .filter(o -> o.to().text().equals(path))
        .findFirst()
        .orElseThrow()
        .fields()
        .get(0);
  }

  private static void check(boolean holds, String law, Object... what) {
    if (!holds) {
      throw new AssertionError(law + ": " + List.of(what));
    }
  }

  private static Set<String> flagged(Inversion inversion) {
    Set<String> out = new HashSet<>();
    inversion.flags().forEach(flag -> out.add(flag.field()));
    return out;
  }

  @Test
  void no_source_leaf_changes_without_an_edit_behind_it_and_every_edit_is_written_or_asked() {
    Corner corner = new Corner(11);
    int written = 0;
    for (int i = 0; i < DRAWS; i++) {
      ObjectNode s0 = record(corner);
      ObjectNode t0 = mapping.get(s0, REFS);
      ObjectNode t1 = edits(t0, corner);
      Inversion back =
          mapping.invert(Given.versions(mapping, s0, t0, t1, s0, Map.of(), null), REFS);
      ObjectNode m = Given.applied(s0, back);
      Set<String> asked = flagged(back);
      for (Owner owner : mapping.owners()) {
        Field field = owner.fields().get(0);
        JsonNode now = owner.to().read(t1);
        boolean edited = !field.same(owner.to().read(t0), now);
        if (!edited || asked.contains(owner.to().text())) {
          check(
              field.derived() || Same.leaves(field.input(s0), field.input(m)),
              "collateral",
              owner,
              s0,
              t1,
              back.set());
        } else {
          check(field.holds(now, m, REFS), "PutGet", owner, s0, t1, back.set());
        }
      }
      check(m.get("untouched").equals(s0.get("untouched")), "collateral", s0);
      check(
          Objects.equals(m.path("properties").get("type"), s0.path("properties").get("type")),
          "collateral",
          s0);
      check(m.path("custom_fields").toString().contains("\"keep\""), "collateral", s0);
      written += back.empty() ? 0 : 1;
    }
    assertThat(written).isGreaterThan(DRAWS / 2);
  }

  @Test
  void where_nothing_was_edited_the_source_stays_as_people_left_it() {
    Corner corner = new Corner(12);
    for (int i = 0; i < DRAWS; i++) {
      ObjectNode s0 = record(corner);
      ObjectNode t0 = mapping.get(s0, REFS);
      Inversion back =
          mapping.invert(Given.versions(mapping, s0, t0, t0, record(corner), Map.of(), null), REFS);
      check(back.empty() && back.flags().isEmpty(), "M = S1", s0, back);
    }
  }

  @Test
  void a_second_run_writes_nothing_and_a_revert_restores_every_leaf() {
    Corner corner = new Corner(13);
    for (int i = 0; i < DRAWS; i++) {
      ObjectNode s0 = record(corner);
      ObjectNode t0 = mapping.get(s0, REFS);
      ObjectNode t1 = edits(t0, corner);
      Inversion first =
          mapping.invert(Given.versions(mapping, s0, t0, t1, s0, Map.of(), null), REFS);
      ObjectNode m = Given.applied(s0, first);
      Map<String, JsonNode> written = Given.written(Map.of(), first);

      Inversion again =
          mapping.invert(Given.versions(mapping, s0, t0, t1, m, written, first.taken()), REFS);
      check(again.empty(), "idempotent", s0, t1, first.set(), again.set(), again.clear());
      check(flagged(again).equals(flagged(first)), "same questions", s0, t1, again);

      Inversion revert =
          mapping.invert(Given.versions(mapping, s0, t0, t0, m, written, first.taken()), REFS);
      check(revert.flags().isEmpty(), "revert", s0, t1, revert);
      ObjectNode restored = Given.applied(m, revert);
      for (Owner owner : mapping.owners()) {
        Field field = owner.fields().get(0);
        check(
            Same.leaves(field.input(s0), field.input(restored)),
            "revert",
            owner,
            s0,
            t1,
            revert.set());
      }
    }
  }

  @Test
  void with_people_at_work_on_both_sides_no_untouched_leaf_is_written() {
    Corner corner = new Corner(14);
    for (int i = 0; i < DRAWS; i++) {
      ObjectNode s0 = record(corner);
      ObjectNode t0 = mapping.get(s0, REFS);
      ObjectNode t1 = edits(t0, corner);
      ObjectNode s1 = record(corner);
      Inversion back =
          mapping.invert(Given.versions(mapping, s0, t0, t1, s1, Map.of(), null), REFS);
      ObjectNode m = Given.applied(s1, back);
      for (Owner owner : mapping.owners()) {
        Field field = owner.fields().get(0);
        boolean edited = !field.same(owner.to().read(t0), owner.to().read(t1));
        if (!edited && !field.derived()) {
          check(
              Same.leaves(field.input(s1), field.input(m)),
              "collateral",
              owner,
              s0,
              s1,
              back.set());
        }
      }
    }
  }

  @Test
  void a_born_record_gives_the_record_it_was_made_from_but_for_its_questions() {
    Corner corner = new Corner(15);
    int complete = 0;
    for (int i = 0; i < DRAWS; i++) {
      ObjectNode asLoaded = mapping.get(record(corner), REFS);
      ObjectNode target = corner.chance(50) ? asLoaded : edits(asLoaded, corner);
      Inversion born = mapping.create(target, REFS);
      ObjectNode source = Given.applied(Json.object(), born);
      Set<String> asked = flagged(born);
      for (Owner owner : mapping.owners()) {
        JsonNode view = owner.to().read(target);
        if (!Same.blank(view) && !asked.contains(owner.to().text())) {
          check(owner.fields().get(0).holds(view, source, REFS), "L6", owner, target, born.set());
        }
      }
      check(source.at("/properties/hs_lead_status").asText().equals("NEW"), "defaults", born);
      complete += asked.isEmpty() ? 1 : 0;
    }
    assertThat(complete).isPositive();
  }

  @Test
  void a_required_field_without_a_value_holds_the_create() {
    Inversion born = mapping.create(Given.json("{'External_Id__c':'x','Email':'a@b.org'}"), REFS);

    assertThat(born.flags())
        .extracting(Flag::code, Flag::required)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Code.REQUIRED_MISSING, true));
  }

  @Test
  void grades_say_which_fields_need_a_rule() {
    assertThat(mapping.grades())
        .filteredOn(grade -> grade.word() == Grade.Word.NEEDS_RULE)
        .extracting(Grade::field)
        .containsExactly("Status__c", "Tags__c", "Description", "OwnerId");
    assertThat(field("Name").lens().cells().edit()).isEqualTo(Grade.Cell.ORIGINAL);
  }

  @Test
  void the_same_input_gives_the_same_answer_from_many_threads() {
    Corner corner = new Corner(16);
    ObjectNode s0 = record(corner);
    ObjectNode t1 = edits(mapping.get(s0, REFS), corner);
    Inversion one = mapping.invert(Given.first(mapping, s0, t1), REFS);
    long different =
        java.util.stream.IntStream.range(0, 500)
            .parallel()
            .filter(i -> !mapping.invert(Given.first(mapping, s0, t1), REFS).equals(one))
            .count();
    assertThat(different).isZero();
  }
}
