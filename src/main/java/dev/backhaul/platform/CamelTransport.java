package dev.backhaul.platform;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Sends every request through the route {@code platform.send}. */
final class CamelTransport implements Transport {
  static final String ROUTE = "direct:platform.send";

  private final ProducerTemplate template;
  private final Line line;

  CamelTransport(ProducerTemplate template, Line line) {
    this.template = template;
    this.line = line;
  }

  @Override
  public HttpAnswer send(HttpCall call) {
    Exchange done =
        template.send(
            ROUTE,
            exchange -> {
              line.attach(exchange);
              exchange.getIn().setBody(call);
            });
    Exception broken = done.getException();
    if (broken instanceof RuntimeException e) {
      throw e;
    }
    if (broken != null) {
      throw new IllegalStateException("the route platform.send failed", broken);
    }
    HttpAnswer answer = done.getMessage().getBody(HttpAnswer.class);
    if (answer == null) {
      throw new IllegalStateException("the route platform.send gave no answer; is a step missing?");
    }
    return answer;
  }
}
