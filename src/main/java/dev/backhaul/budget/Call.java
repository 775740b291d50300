package dev.backhaul.budget;

/**
 * One request that wants to be sent.
 *
 * @param method upper case
 * @param path as sent; a query is ignored
 * @param weight what the platform counts it for, at least 1 (records of a batch, points of a query)
 * @param lane what it is for
 */
public record Call(String method, String path, int weight, Lane lane) {
  /** Refuses a weight below one. */
  public Call {
    if (weight < 1) {
      throw new IllegalArgumentException("a call weighs at least 1, not " + weight);
    }
  }

  /** A call of weight one. */
  public static Call of(String method, String path, Lane lane) {
    return new Call(method, path, 1, lane);
  }
}
