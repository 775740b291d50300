package dev.backhaul.platform;

import dev.backhaul.manifest.Auth;
import dev.backhaul.manifest.Manifest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The only place that makes HTTP clients. No automatic retries (the budget decides), no redirects
 * (a token must not follow one), no headers but our own in either direction, credentials added
 * inside the client and only for the system's own host, bounded times and answers.
 */
final class HttpClients {
  /** The longest answer taken, in bytes. */
  static final long MOST_ANSWER = 64L * 1024 * 1024;

  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 30_000;
  private static final int POOL = 16;
  private static final int DELIVERIES = 200;
  private static final Set<String> OURS = Set.of("content-type", "accept", "idempotency-key");
  private static final Set<String> PROTOCOL =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "user-agent",
          "authorization");

  private HttpClients() {}

  /** An endpoint with its own pool, timeouts and credentials, for one system. */
  static HttpEndpoint endpoint(CamelContext camel, SaasSystem system) throws Exception {
    return endpoint(camel, system, system);
  }

  /** An endpoint for files on other hosts: as hardened, with no credentials to give away. */
  static HttpEndpoint withoutCredentials(CamelContext camel, SaasSystem system) throws Exception {
    return endpoint(camel, system, null);
  }

  private static HttpEndpoint endpoint(
      CamelContext camel, SaasSystem system, @Nullable SaasSystem home) throws Exception {
    HttpComponent component = hardened(camel);
    component.setHeaderFilterStrategy(new OnlyOurHeaders());
    component.setHttpClientConfigurer(builder -> configure(builder, home));
    camel.addService(component);
    return (HttpEndpoint)
        component.createEndpoint(system.origin() + "?throwExceptionOnFailure=false");
  }

  /**
   * An endpoint for deliveries: what the caller gives and nothing else goes out, no credentials,
   * and no connection to an address that is not allowed, whatever its name resolves to by then.
   */
  static HttpEndpoint deliveries(CamelContext camel, Destinations destinations) throws Exception {
    HttpComponent component = hardened(camel);
    component.setHeaderFilterStrategy(new NotCamels());
    component.setClientConnectionManager(
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new AllowedAddresses(destinations))
            .setMaxConnTotal(DELIVERIES)
            .setMaxConnPerRoute(POOL)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.ofMilliseconds(CONNECT_MILLIS))
                    .setSocketTimeout(Timeout.ofMilliseconds(ANSWER_MILLIS))
                    .build())
            .build());
    component.setHttpClientConfigurer(
        builder ->
            builder.addResponseInterceptorFirst((response, entity, context) -> bound(response)));
    camel.addService(component);
    return (HttpEndpoint)
        component.createEndpoint("https://gateway.invalid?throwExceptionOnFailure=false");
  }

  private static HttpComponent hardened(CamelContext camel) {
    HttpComponent component = new HttpComponent();
    component.setCamelContext(camel);
    component.setAutomaticRetriesDisabled(true);
    component.setRedirectHandlingDisabled(true);
    component.setFollowRedirects(false);
    component.setCopyHeaders(false);
    component.setCookieManagementDisabled(true);
    component.setAuthCachingDisabled(true);
    component.setContentCompressionDisabled(true);
    component.setUseSystemProperties(false);
    component.setConnectTimeout(CONNECT_MILLIS);
    component.setConnectionRequestTimeout(ANSWER_MILLIS);
    component.setResponseTimeout(ANSWER_MILLIS);
    component.setSoTimeout(ANSWER_MILLIS);
    component.setMaxTotalConnections(POOL);
    component.setConnectionsPerRoute(POOL);
    component.setUserAgent("backhaul");
    return component;
  }

  private static void configure(HttpClientBuilder builder, @Nullable SaasSystem system) {
    builder.addRequestInterceptorLast((request, entity, context) -> authorize(request, system));
    builder.addResponseInterceptorFirst((response, entity, context) -> bound(response));
  }

  private static void authorize(HttpRequest request, @Nullable SaasSystem system) {
    for (Header header : request.getHeaders()) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      if (!OURS.contains(name) && !PROTOCOL.contains(name)) {
        request.removeHeaders(header.getName());
      }
    }
    request.removeHeaders("Authorization");
    URIAuthority authority = request.getAuthority();
    if (system != null && authority != null && isHome(authority, system)) {
      system.headers().forEach(request::setHeader);
      Auth auth = system.manifest().auth();
      request.setHeader(auth.headerName(), system.credentials().authorization(auth));
    }
  }

  private static boolean isHome(URIAuthority authority, SaasSystem system) {
    Manifest manifest = system.manifest();
    String host = authority.getHostName();
    return host.equalsIgnoreCase(system.baseUrl().getHost())
        && authority.getPort() == system.baseUrl().getPort()
        && manifest.allows(host);
  }

  private static void bound(HttpResponse response) {
    if (response instanceof ClassicHttpResponse classic && classic.getEntity() != null) {
      classic.setEntity(new Bounded(classic.getEntity()));
    }
  }

  /** Lets out what a request of ours needs, and in everything but Camel's own names. */
  private static final class OnlyOurHeaders implements HeaderFilterStrategy {
    @Override
    public boolean applyFilterToCamelHeaders(
        String name, @Nullable Object value, @Nullable Exchange exchange) {
      return !OURS.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(
        String name, @Nullable Object value, @Nullable Exchange exchange) {
      return name.toLowerCase(Locale.ROOT).startsWith("camel");
    }
  }

  /** Lets out everything but Camel's own names. */
  private static final class NotCamels implements HeaderFilterStrategy {
    @Override
    public boolean applyFilterToCamelHeaders(
        String name, @Nullable Object value, @Nullable Exchange exchange) {
      return name.toLowerCase(Locale.ROOT).startsWith("camel");
    }

    @Override
    public boolean applyFilterToExternalHeaders(
        String name, @Nullable Object value, @Nullable Exchange exchange) {
      return name.toLowerCase(Locale.ROOT).startsWith("camel");
    }
  }

  /** Resolves names at the moment of connecting, and refuses what they must not lead to. */
  private record AllowedAddresses(Destinations destinations) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      try {
        for (InetAddress address : addresses) {
          destinations.require(host, address);
        }
      } catch (IllegalArgumentException e) {
        throw new UnknownHostException(e.getMessage());
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /** A body that fails to be read beyond the bound, so that no answer can fill the memory. */
  private static final class Bounded extends HttpEntityWrapper {
    Bounded(HttpEntity entity) {
      super(entity);
    }

    @Override
    public InputStream getContent() throws IOException {
      return new BoundedStream(super.getContent());
    }
  }

  private static final class BoundedStream extends FilterInputStream {
    private long left = MOST_ANSWER;

    BoundedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw new TooLongException();
      }
    }
  }

  /** An answer beyond {@link #MOST_ANSWER}. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException() {
      super("an answer longer than " + MOST_ANSWER + " bytes");
    }
  }
}
