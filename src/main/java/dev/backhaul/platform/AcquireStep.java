package dev.backhaul.platform;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backhaul.budget.Call;
import dev.backhaul.budget.Lane;
import dev.backhaul.budget.Permit;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** Step {@code budget.acquire}: waits until every limit of the account admits the request. */
public final class AcquireStep implements Processor {
  private static final String PERMIT = "backhaul.permit";

  @Override
  public void process(Exchange exchange) {
    HttpCall call = exchange.getMessage().getBody(HttpCall.class);
    if (call.abroad()) {
      // Another host's limits are not this account's.
      return;
    }
    try {
      Permit permit =
          Line.of(exchange)
              .budget()
              .acquire(Call.of(call.method(), call.route(), lane(call.operation())));
      exchange.setProperty(PERMIT, permit);
      // Whatever happens on the way, the permit goes back.
      exchange.getExchangeExtension().addOnCompletion(new GiveBack(permit));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Failure stopped = new Failure.Transient("stopped while waiting for the budget");
      exchange
          .getMessage()
          .setBody(new HttpAnswer(0, Map.of(), MissingNode.getInstance(), stopped));
      exchange.setRouteStop(true);
    }
  }

  /** The permit of this exchange; null for a request to another host. */
  static @Nullable Permit permit(Exchange exchange) {
    return exchange.getProperty(PERMIT, Permit.class);
  }

  private static Lane lane(Operation operation) {
    return switch (operation) {
      case PROBE, SILENCE -> Lane.CONTROL;
      case CHANGES -> Lane.DELTA;
      case READ, WRITE, JOB, BLOB -> Lane.APPLY;
      case HISTORY -> Lane.HISTORY;
      case COUNT -> Lane.VERIFICATION;
    };
  }

  private static final class GiveBack extends SynchronizationAdapter {
    private final Permit permit;

    GiveBack(Permit permit) {
      this.permit = permit;
    }

    @Override
    public void onDone(Exchange exchange) {
      permit.close();
    }
  }
}
