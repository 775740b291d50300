package dev.backhaul.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** All commands, in the order a rollback takes them. */
final class Commands {
  private Commands() {}

  static Map<String, Object> of(Session session) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("probe", new Probe(session));
    out.put("check", new Check(session));
    out.put("delta", new Delta(session));
    out.put("plan", new Plan(session));
    out.put("questions", new ListQuestions(session));
    out.put("decide", new Decide(session));
    out.put("rejects", new ListRejects(session));
    out.put("approve", new Approve(session));
    out.put("run", new Run(session));
    out.put("verify", new Verify(session));
    out.put("explain", new ExplainRecord(session));
    out.put("undo", new UndoWrites(session));
    out.put("status", new Status(session));
    out.put("pause", new Pause(session));
    out.put("resume", new Resume(session));
    out.put("gateway", new GatewayDesk(session));
    out.put("integrations", new IntegrationCommands(session));
    out.put("audit", new AuditTrail(session));
    out.put("reload", new ReloadFiles(session));
    out.put("serve", new Serve(session));
    out.put("sandbox", new ServeSandbox(session));
    out.put("demo", new PlayDemo(session));
    out.put("bench", new Bench(session));
    out.put("torture", new Torture(session));
    return out;
  }
}
