package dev.backhaul.platform;

import java.net.URI;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;

/**
 * Delivers what is not ours to allowed destinations: once, with the headers it is given, no
 * credentials, no redirects; and says what became of it on the wire.
 */
public final class Courier {
  private final Destinations destinations;
  private final Producer http;

  private Courier(Destinations destinations, Producer http) {
    this.destinations = destinations;
    this.http = http;
  }

  /** A courier with a pool of connections of its own; ends with the context. */
  public static Courier open(CamelContext camel, Destinations destinations) {
    try {
      HttpEndpoint endpoint = HttpClients.deliveries(camel, destinations);
      camel.addService(endpoint);
      Producer http = endpoint.createProducer();
      camel.addService(http);
      return new Courier(destinations, http);
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client for deliveries cannot be made", e);
    }
  }

  /**
   * Sends one request.
   *
   * @param url checked against the destinations, and its address again when it is connected to
   * @param headers all that goes out, besides what HTTP itself needs
   */
  public Outcome send(String method, URI url, Map<String, String> headers, byte[] body) {
    try {
      destinations.require(url);
    } catch (IllegalArgumentException e) {
      return new Outcome.NotSent(String.valueOf(e.getMessage()));
    }
    Exchange own = http.getEndpoint().createExchange();
    Message out = own.getIn();
    headers.forEach(out::setHeader);
    out.setHeader(Exchange.HTTP_METHOD, method);
    String text = url.toString();
    int query = text.indexOf('?');
    out.setHeader(Exchange.HTTP_URI, query < 0 ? text : text.substring(0, query));
    if (query >= 0) {
      out.setHeader(Exchange.HTTP_RAW_QUERY, text.substring(query + 1));
    }
    if (body.length > 0) {
      out.setBody(body);
    }
    try {
      http.process(own);
      return HttpStep.outcome(own);
    } catch (Exception e) {
      return HttpStep.failed(e);
    }
  }
}
