package dev.backhaul.platform;

import dev.backhaul.json.Json;
import dev.backhaul.platform.HttpCall.Freight;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code http}: sends the request once through camel-http, in an exchange of its own that
 * knows nothing of the caller's headers, and says what became of it on the wire.
 */
public final class HttpStep implements Processor {
  private static final String CALL = "backhaul.call";

  @Override
  public void process(Exchange exchange) {
    HttpCall call = exchange.getMessage().getBody(HttpCall.class);
    exchange.setProperty(CALL, call);
    exchange.getMessage().setBody(send(Line.of(exchange), call));
  }

  /** The request this exchange is about. */
  static HttpCall call(Exchange exchange) {
    return exchange.getProperty(CALL, HttpCall.class);
  }

  private static Outcome send(Line line, HttpCall call) {
    Producer client = call.abroad() ? line.abroad() : line.http();
    String origin =
        call.freight() instanceof Freight.Abroad abroad ? abroad.origin() : line.origin();
    Exchange own = client.getEndpoint().createExchange();
    Message out = own.getIn();
    int query = call.path().indexOf('?');
    out.setHeader(Exchange.HTTP_METHOD, call.method());
    out.setHeader(Exchange.HTTP_URI, origin + call.route());
    if (query >= 0) {
      out.setHeader(Exchange.HTTP_RAW_QUERY, call.path().substring(query + 1));
    }
    out.setHeader("Accept", call.wantsFile() ? "*/*" : "application/json");
    if (call.freight() instanceof Freight.Out file) {
      out.setHeader(Exchange.CONTENT_TYPE, file.type());
      out.setBody(file.content());
    } else if (call.body() != null) {
      out.setHeader(Exchange.CONTENT_TYPE, "application/json");
      out.setBody(Json.text(call.body()).getBytes(StandardCharsets.UTF_8));
    }
    try {
      client.process(own);
      return outcome(own);
    } catch (Exception e) {
      return failed(e);
    }
  }

  static Outcome outcome(Exchange own) {
    Exception broken = own.getException();
    if (broken != null) {
      return failed(broken);
    }
    Message answer = own.getMessage();
    Integer status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    if (status == null) {
      return new Outcome.Lost("no status");
    }
    byte[] body = answer.getBody(byte[].class);
    return new Outcome.Answered(status, headers(answer), body == null ? new byte[0] : body);
  }

  private static Map<String, String> headers(Message answer) {
    Map<String, String> out = new HashMap<>();
    answer.getHeaders().forEach((name, value) -> put(out, name, value));
    return out;
  }

  private static void put(Map<String, String> out, String name, @Nullable Object value) {
    Object first =
        value instanceof Collection<?> many && !many.isEmpty() ? many.iterator().next() : value;
    if (first instanceof String text && !name.startsWith("Camel")) {
      out.put(name.toLowerCase(Locale.ROOT), text);
    }
  }

  /**
   * Only what certainly never left counts as not sent; its class says so, its message may hold
   * data.
   */
  static Outcome failed(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpClients.TooLongException) {
        return new Outcome.TooLong(String.valueOf(cause.getMessage()));
      }
      boolean unsent =
          cause instanceof ConnectException
              || cause instanceof ConnectTimeoutException
              || cause instanceof ConnectionRequestTimeoutException
              || cause instanceof UnknownHostException
              || cause instanceof NoRouteToHostException
              || cause instanceof SSLHandshakeException;
      if (unsent) {
        return new Outcome.NotSent("no connection (" + cause.getClass().getSimpleName() + ")");
      }
    }
    return new Outcome.Lost("no whole answer (" + e.getClass().getSimpleName() + ")");
  }
}
