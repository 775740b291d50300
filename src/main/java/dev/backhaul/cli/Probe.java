package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.AsJson;
import dev.backhaul.console.Rendering;
import dev.backhaul.json.Json;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.ProbeReport;
import dev.backhaul.rollback.Rollback;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Asks both systems who we are there, what we may do, what is left and what runs out. */
@Command(
    name = "probe",
    description = "Ask both systems: reachable, known as whom, may we write, limits, deadlines.")
final class Probe implements Callable<Integer> {
  private final Session session;

  Probe(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Rollback rollback = session.rollback()) {
      ObjectNode json = Json.object();
      StringBuilder text = new StringBuilder();
      boolean ok = true;
      for (Account account : List.of(rollback.source(), rollback.target())) {
        String role = account.role().name().toLowerCase(Locale.ROOT);
        ProbeReport probe = account.probe();
        ok &= probe.ok();
        json.set(role, AsJson.probe(role, account.platform(), probe));
        text.append(Rendering.probe(role, account.platform(), probe)).append('\n');
        if (role.equals("source") && Boolean.FALSE.equals(probe.mayWrite())) {
          ok = false;
          text.append(
              "  ! the source does not let us write: give this identity the right to, or use another one\n");
        }
      }
      json.put("ok", ok);
      session.report(json, text::toString);
      return ok ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }
  }
}
