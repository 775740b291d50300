package dev.backhaul.rollback;

import dev.backhaul.budget.Level;
import dev.backhaul.journal.Journal;
import dev.backhaul.parity.HtmlReport;
import dev.backhaul.parity.Parity;
import dev.backhaul.parity.ParityReport;
import dev.backhaul.parity.Proceedings;
import dev.backhaul.plan.Flow;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.platform.Account;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a rollback can show for itself: its parity, and the page that tells all of it. */
record Proof(
    Store store,
    Journal journal,
    Audit audit,
    Account source,
    Account target,
    Configuration configuration,
    Settings settings) {

  ParityReport check() {
    return Parity.of(
            new Parity.Parts(
                store,
                journal,
                source,
                target,
                configuration.source(),
                configuration.target(),
                configuration.flows().stream().map(Flow::targetObject).toList(),
                configuration.migration().cutover(),
                settings.time(),
                settings.progress()))
        .check();
  }

  void write(
      Path file,
      ParityReport parity,
      @Nullable PlanSummary plan,
      Map<String, List<Level>> levels,
      Map<String, Long> throttled) {
    Map<String, HtmlReport.Spent> spent = new TreeMap<>();
    levels.forEach(
        (role, each) ->
            spent.put(role, new HtmlReport.Spent(each, throttled.getOrDefault(role, -1L))));
    HtmlReport.write(
        file,
        new HtmlReport.Content(
            configuration.migration().migration(),
            configuration.migration().cutover(),
            configuration.migration().windows(),
            Map.of("source", source.probe(), "target", target.probe()),
            plan,
            parity,
            spent,
            Proceedings.of(store, audit)));
  }
}
