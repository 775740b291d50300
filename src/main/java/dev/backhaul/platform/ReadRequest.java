package dev.backhaul.platform;

import java.util.List;

/**
 * Reads records. Records that do not exist are simply absent from the answer.
 *
 * @param by {@code id} (the platform's own), {@code joinKey}, {@code parent} (all children of these
 *     parents), or the name of a natural key that the manifest declares (for example {@code email})
 * @param keys the values, any number; the platform's own batch size is kept inside
 */
public record ReadRequest(String by, List<String> keys) {
  /** Reads by the platform's own ids. */
  public static ReadRequest ids(List<String> ids) {
    return new ReadRequest("id", ids);
  }
}
