package dev.backhaul.platform;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Step {@code classify}: says by the manifest's error map what the outcome means. */
public final class ClassifyStep implements Processor {
  private static final String OUTCOME = "backhaul.outcome";

  @Override
  public void process(Exchange exchange) {
    Outcome outcome = exchange.getMessage().getBody(Outcome.class);
    exchange.setProperty(OUTCOME, outcome);
    HttpCall call = HttpStep.call(exchange);
    exchange.getMessage().setBody(Line.of(exchange).classifier().classify(call, outcome));
  }

  static Outcome outcome(Exchange exchange) {
    return exchange.getProperty(OUTCOME, Outcome.class);
  }
}
