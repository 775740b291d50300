package dev.backhaul.platform;

import dev.backhaul.budget.Budget;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;

/**
 * What the steps of {@code platform.send} need of the account a request is for; travels as a
 * property of the exchange.
 *
 * @param origin scheme, host and port
 * @param http the client with the account's credentials
 * @param abroad the client without any, for files on other hosts
 */
record Line(String origin, Budget budget, Producer http, Producer abroad, Classifier classifier) {
  private static final String PROPERTY = "backhaul.line";

  void attach(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  static Line of(Exchange exchange) {
    Line line = exchange.getProperty(PROPERTY, Line.class);
    if (line == null) {
      throw new IllegalStateException("platform.send is only for requests of an account");
    }
    return line;
  }
}
