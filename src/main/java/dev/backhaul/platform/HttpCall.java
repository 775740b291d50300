package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.manifest.Jq;
import org.jspecify.annotations.Nullable;

/**
 * One request to send.
 *
 * @param operation what it is for; decides its lane in the budget
 * @param method GET, POST...
 * @param path path and query, beginning with a slash
 * @param body JSON, or null for none
 * @param write whether it may change something; a lost answer is then ambiguous
 * @param expect what a successful answer must satisfy to be believed, or null for any JSON
 */
public record HttpCall(
    Operation operation,
    String method,
    String path,
    @Nullable JsonNode body,
    boolean write,
    @Nullable Jq expect) {

  /** The path without its query: what limits are matched against. */
  public String route() {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /** Never prints query or body: they hold personal data. */
  @Override
  public String toString() {
    return method + " " + route();
  }
}
