package dev.backhaul.sandbox.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Brings parcels over HTTP. Public addresses can be led to local ones, so that a provider signs the
 * public URL while the receiver listens on the loopback address; all other hosts but the loopback
 * address are not called at all.
 */
public final class HttpCourier implements Courier {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final Map<String, URI> places;

  /**
   * A courier.
   *
   * @param places public scheme and authority, e.g. {@code https://ingress.example}, to the base
   *     that really listens
   */
  public HttpCourier(Map<String, URI> places) {
    this.places = Map.copyOf(places);
  }

  @Override
  public Receipt bring(Parcel parcel) {
    URI uri = parcel.uri();
    URI place = places.get(uri.getScheme() + "://" + uri.getRawAuthority());
    if (place != null) {
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      uri = URI.create(place + uri.getRawPath() + query);
    } else if (!"127.0.0.1".equals(uri.getHost()) && !"localhost".equals(uri.getHost())) {
      return Receipt.none();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(parcel.within())
            .method(parcel.method(), BodyPublishers.ofByteArray(parcel.body()));
    parcel.headers().forEach(request::header);
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      Map<String, String> headers = new HashMap<>();
      answer
          .headers()
          .map()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      return new Receipt(answer.statusCode(), headers, answer.body());
    } catch (IOException e) {
      return Receipt.none();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Receipt.none();
    }
  }
}
