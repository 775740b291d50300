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
 * @param freight the file that goes out or comes back instead of JSON, or null
 */
public record HttpCall(
    Operation operation,
    String method,
    String path,
    @Nullable JsonNode body,
    boolean write,
    @Nullable Jq expect,
    @Nullable Freight freight) {

  /** JSON both ways. */
  public HttpCall(
      Operation operation,
      String method,
      String path,
      @Nullable JsonNode body,
      boolean write,
      @Nullable Jq expect) {
    this(operation, method, path, body, write, expect, null);
  }

  /** A file on the wire. */
  public sealed interface Freight {
    /** It is the request's body. */
    record Out(String type, byte[] content) implements Freight {
      /** Never prints the content. */
      @Override
      public String toString() {
        return "Out[" + type + ", " + content.length + " bytes]";
      }
    }

    /** It is the answer's body, on the account's own host. */
    record In() implements Freight {}

    /**
     * It is the answer's body, on another host: fetched without credentials and outside of the
     * account's budget. The call's path is that of the address.
     *
     * @param origin scheme, host and port
     */
    record Abroad(String origin) implements Freight {}
  }

  /** Whether it goes to another host than the account's own. */
  boolean abroad() {
    return freight instanceof Freight.Abroad;
  }

  /** Whether the answer is a file. */
  boolean wantsFile() {
    return freight instanceof Freight.In || abroad();
  }

  /** The path without its query: what limits are matched against. */
  public String route() {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /** Never prints query or body: they hold personal data. */
  @Override
  public String toString() {
    return method
        + " "
        + (freight instanceof Freight.Abroad abroad ? abroad.origin() + " (a file)" : route());
  }
}
