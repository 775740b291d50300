package dev.backhaul.platform;

import dev.backhaul.budget.Permit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Step {@code budget.correct}: tells the budget what came back, so that the platform's own headers
 * correct the count and a 429 or 503 freezes the account. Without an answer the permit is given
 * back unanswered: the platform may have counted it.
 */
public final class CorrectStep implements Processor {
  @Override
  public void process(Exchange exchange) {
    Permit permit = AcquireStep.permit(exchange);
    if (permit == null) {
      return;
    }
    if (ClassifyStep.outcome(exchange) instanceof Outcome.Answered answered) {
      permit.answered(answered.status(), answered.headers());
    }
    permit.close();
  }
}
