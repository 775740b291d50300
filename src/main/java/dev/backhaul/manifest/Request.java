package dev.backhaul.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.yaml.Doc;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request: exactly one verb with a path that begins with a slash. {@code {name}} in a path
 * is replaced by the URL-encoded variable of that name; a list is joined with commas. A query
 * parameter that comes out empty (the cursor of a first page) is left out.
 */
public record Request(
    @Doc("Path and query of a GET.") @Nullable String get,
    @Doc("Path and query of a POST.") @Nullable String post,
    @Doc("Path and query of a PUT.") @Nullable String put,
    @Doc("Path and query of a PATCH.") @Nullable String patch,
    @Doc("Path and query of a DELETE.") @Nullable String delete,
    @Doc("The body as jq over the strategy's variables; none for no body.") @Nullable Jq body,
    @Doc("What the answer must satisfy to be believed, as jq giving true; none for any JSON.")
        @Nullable Jq expect) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+)}");

  /** Checks that there is one verb and that the path begins with a slash. */
  public Request {
    List<String> paths = new ArrayList<>();
    Stream.of(get, post, put, patch, delete).forEach(path -> add(paths, path));
    if (paths.size() != 1) {
      throw new IllegalArgumentException(
          "a request has exactly one of get, post, put, patch, delete; this one has "
              + paths.size());
    }
    if (!paths.getFirst().startsWith("/") || paths.getFirst().startsWith("//")) {
      throw new IllegalArgumentException(
          "a request's path begins with one slash: " + paths.getFirst());
    }
  }

  private static void add(List<String> paths, @Nullable String path) {
    if (path != null) {
      paths.add(path);
    }
  }

  /** The HTTP method. */
  public String method() {
    return get != null
        ? "GET"
        : post != null ? "POST" : put != null ? "PUT" : patch != null ? "PATCH" : "DELETE";
  }

  /**
   * The path with its variables still in braces; what limits are matched against is {@link #path}.
   */
  public String template() {
    for (String path : new @Nullable String[] {get, post, put, patch, delete}) {
      if (path != null) {
        return path;
      }
    }
    throw new IllegalStateException("a request without a path");
  }

  /**
   * Path and query with the variables filled in.
   *
   * @throws IllegalArgumentException if a variable is missing
   */
  public String path(JsonNode variables) {
    Matcher matcher = VARIABLE.matcher(template());
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      JsonNode value = variables.path(matcher.group(1));
      if (value.isMissingNode()) {
        throw new IllegalArgumentException(
            "the path "
                + template()
                + " names {"
                + matcher.group(1)
                + "}, which this strategy does not give");
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(encoded(value)));
    }
    return withoutEmptyParameters(matcher.appendTail(out).toString());
  }

  private static String withoutEmptyParameters(String path) {
    int query = path.indexOf('?');
    if (query < 0) {
      return path;
    }
    String kept =
        Stream.of(path.substring(query + 1).split("&"))
            .filter(parameter -> !parameter.endsWith("="))
            .collect(Collectors.joining("&"));
    return kept.isEmpty() ? path.substring(0, query) : path.substring(0, query + 1) + kept;
  }

  private static String encoded(JsonNode value) {
    if (!value.isArray()) {
      return URLEncoder.encode(value.asText(), StandardCharsets.UTF_8).replace("+", "%20");
    }
    List<String> parts = new ArrayList<>();
    value.forEach(part -> parts.add(encoded(part)));
    return String.join(",", parts);
  }
}
