package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import dev.backhaul.time.Time;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A Zendesk account with an administrator of ours and a customer, for either role. */
final class ZendeskDesk {
  static final String TOKEN = "zd-contract";
  static final long ADMIN = 1;
  static final long CUSTOMER = 2;

  private @Nullable Sandbox sandbox;

  Sandbox open(Time time) {
    sandbox = ZendeskSandbox.sandbox(time, ZendeskOptions.enterprise().perMinute(400));
    run(
        state -> {
          state.putUser(
              json(
                  "{'id':1,'name':'Admin','email':'ops@acme.test','role':'admin','updated_at':'2026-01-01T00:00:00Z'}"));
          state.putUser(
              json(
                  "{'id':2,'name':'Ann','email':'ann@acme.test','updated_at':'2026-01-01T00:00:00Z'}"));
          state.credentials("ops@acme.test", TOKEN, ADMIN, true);
        });
    return sandbox;
  }

  void run(Consumer<ZendeskState> action) {
    Sandbox open = Objects.requireNonNull(sandbox);
    open.run(() -> action.accept(ZendeskSandbox.state(open)));
  }

  <T> T look(Function<ZendeskState, T> reading) {
    Sandbox open = Objects.requireNonNull(sandbox);
    return open.look(() -> reading.apply(ZendeskSandbox.state(open)));
  }

  Instant now() {
    return Objects.requireNonNull(sandbox).timeline().instant();
  }

  static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }
}
