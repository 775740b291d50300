package dev.backhaul.sandbox.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a request; a path with more fixed words wins over one with places. */
public final class Router {
  /** Answers a request whose path had places. */
  @FunctionalInterface
  public interface Route {
    /** The answer; {@code places} holds the values of the pattern's names. */
    Response handle(Request request, Map<String, String> places);
  }

  private record Entry(String method, PathPattern pattern, Route route) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a route for one method and pattern. */
  public Router on(String method, String pattern, Route route) {
    entries.add(new Entry(method, PathPattern.of(pattern), route));
    entries.sort(Comparator.comparingInt((Entry entry) -> -entry.pattern().fixed()));
    return this;
  }

  /** The answer of the route that fits best, or null when none fits. */
  public @Nullable Response route(Request request) {
    for (Entry entry : entries) {
      if (entry.method().equals(request.method())) {
        Map<String, String> places = entry.pattern().match(request.path());
        if (places != null) {
          return entry.route().handle(request, places);
        }
      }
    }
    return null;
  }
}
