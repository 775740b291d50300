package dev.backhaul.parity;

import static dev.backhaul.parity.Aftermath.CUTOVER;
import static dev.backhaul.parity.Aftermath.NOW;
import static dev.backhaul.parity.Aftermath.decision;
import static dev.backhaul.parity.Aftermath.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.budget.Level;
import dev.backhaul.journal.Op;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.Diagnosis;
import dev.backhaul.mapping.Report;
import dev.backhaul.plan.Decision.Kind;
import dev.backhaul.plan.Decision.State;
import dev.backhaul.plan.FidelityRows;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Questions;
import dev.backhaul.platform.ProbeReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlReportTest {
  private static final String SECRET = "private-value-of-a-record";
  @TempDir Path folder;
  private Aftermath house;

  @BeforeEach
  void aRun() {
    house = new Aftermath(folder);
    ObjectNode set = Json.object().put("subject", SECRET);
    house.sweep("ticket", item("1", set), item("2", set));
    house.sweep("ticket");
    house.target.counts.put("ticket", 2L);
    house.decide(
        decision("ticket:1", "ticket", Kind.UPDATE, State.APPLIED, "11", null, set),
        decision("ticket:2", "ticket", Kind.UPDATE, State.HELD, "12", null, set));
    house.ask("ticket:2", "<script>alert(1)</script>", true);
    house.wrote("ticket:1", Op.UPDATE, "ticket", "11", null, set);
    house.source.put("ticket", "11", "s2", set);
    ObjectNode silenced = Json.object().put("rules", 4);
    silenced.putArray("waived").add("webhook");
    house.store.useTransaction(
        tx -> house.audit.append(tx, "mia", "prove silence", "SOURCE", silenced));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static JsonNode fidelity(Diagnosis diagnosis) {
    return FidelityRows.of(
        new Report(
            List.of(
                new Report.Line(
                    "properties.hs_ticket_priority", 500, 380, 120, List.of(), diagnosis, 9),
                new Report.Line(
                    "properties.subject", 500, 500, 0, List.of(), new Diagnosis.Equal(), 5))));
  }

  private HtmlReport.Content content(Diagnosis diagnosis) {
    ProbeReport probe =
        new ProbeReport(
            true,
            "agent 5",
            true,
            "enterprise",
            List.of(),
            List.of(new ProbeReport.Deadline("solved tickets close after 28 days", null)),
            12L,
            List.of());
    PlanSummary plan =
        new PlanSummary(
            "p1",
            "abc",
            NOW,
            house.decisions.tallies(),
            new Questions(house.store).groups(),
            Map.of("ticket", fidelity(diagnosis)));
    return new HtmlReport.Content(
        "helpdesk",
        CUTOVER,
        List.of(Duration.ofHours(24), Duration.ofHours(72)),
        new TreeMap<>(Map.of("source", probe, "target", probe)),
        plan,
        house.parity("ticket").check(),
        Map.of(
            "source",
            new HtmlReport.Spent(List.of(new Level("minute", 40, 630, 70, 3, null, null)), 0)),
        Proceedings.of(house.store, house.audit));
  }

  @Test
  void the_page_tells_the_run_from_probe_to_audit() throws Exception {
    Path file = folder.resolve("out/report.html");
    HtmlReport.write(file, content(new Diagnosis.SwappedValues("HIGH", "LOW", 70, 50)));
    Document page = Jsoup.parse(Files.readString(file));
    assertThat(page.select("h2").eachText())
        .containsExactly(
            "Times",
            "The two systems",
            "Plan",
            "Open questions by cause",
            "The migration's own systematic faults",
            "Waves",
            "What was written to the source",
            "Parity: what became of every staged record",
            "Budgets",
            "Silence",
            "Audit trail");
    assertThat(page.select("p.good").eachText())
        .contains(
            "Closed: every staged record is accounted for, and every write was read back.",
            "0 answers were 429.",
            "1 rows, every link sound.");
    assertThat(page.text())
        .contains("inside the first 72 h")
        .contains("solved tickets close after 28 days");
    assertThat(page.text()).contains("prove silence source 4 webhook mia");
  }

  @Test
  void a_systematic_fault_is_named_with_field_values_and_records() {
    Document page =
        Jsoup.parse(HtmlReport.page(content(new Diagnosis.SwappedValues("HIGH", "LOW", 70, 50))));
    String row =
        page.select("td:containsOwn(properties.hs_ticket_priority)").parents().get(0).text();
    assertThat(row)
        .contains("70 records hold 'LOW'")
        .contains("'HIGH'")
        .contains("500")
        .contains("120");
    assertThat(page.text()).doesNotContain("properties.subject");
  }

  @Test
  void a_value_that_only_one_record_holds_is_not_named() {
    String page = HtmlReport.page(content(new Diagnosis.SwappedValues("Ada", "Grace", 1, 1)));
    assertThat(page).doesNotContain("Ada").doesNotContain("Grace").contains("each other");
  }

  @Test
  void differences_without_a_common_cause_are_no_systematic_fault() {
    assertThat(HtmlReport.page(content(new Diagnosis.Other(120)))).contains("None found");
  }

  @Test
  void a_shifted_time_zone_is_named() {
    assertThat(HtmlReport.page(content(new Diagnosis.ShiftedZone(Duration.ofHours(1), 120))))
        .contains("PT1H");
  }

  @Test
  void no_value_of_a_record_and_no_script_is_on_the_page() {
    String page = HtmlReport.page(content(new Diagnosis.Other(120)));
    assertThat(page).doesNotContain(SECRET).contains("&lt;script&gt;");
    Document parsed = Jsoup.parse(page);
    assertThat(parsed.select("script, link, img, iframe")).isEmpty();
    assertThat(page).doesNotContain("http:").doesNotContain("https:").doesNotContain("url(");
  }

  @Test
  void an_open_account_says_why_at_the_top() {
    house.source.remove("ticket", "11");
    Document page = Jsoup.parse(HtmlReport.page(content(new Diagnosis.Other(1))));
    assertThat(page.select("p.bad").get(0).text()).isEqualTo("Not closed. What is open:");
    assertThat(page.select("ul").get(0).text()).contains("ticket:11");
  }

  @Test
  void texts_are_escaped_wherever_they_stand() {
    assertThat(Html.escape("<a href=\"x\" b='y'>&amp;</a>"))
        .isEqualTo("&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
    assertThat(Html.escape("a\u0000b\u202Ec\nd\uD800")).isEqualTo("a\uFFFDb\uFFFDc d\uFFFD");
    assertThat(Html.escape("Zoë 😀")).isEqualTo("Zoë 😀");
    assertThat(new Html().table(List.of("<h>"), List.of(List.of("<c>", "-1,000"))).toString())
        .contains("&lt;h&gt;")
        .contains("<td>&lt;c&gt;</td>")
        .contains("<td class=\"n\">-1,000</td>");
  }
}
