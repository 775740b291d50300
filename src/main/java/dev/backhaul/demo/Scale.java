package dev.backhaul.demo;

/**
 * How large the world is.
 *
 * @param organizations organizations of the source at cutover
 * @param people end users of the source at cutover
 * @param tickets tickets of the source at cutover
 * @param percent how much of the full weekend happens, in percent; every scenario happens at least
 *     once
 */
public record Scale(int organizations, int people, int tickets, int percent) {
  /** The demo's company. */
  public static final Scale DEMO = new Scale(200, 2_400, 6_000, 100);

  /** A small company with every scenario in it, for tests. */
  public static final Scale SMALL = new Scale(30, 400, 1_300, 10);

  /** The least company with every scenario in it, for tests that run many times. */
  public static final Scale TINY = new Scale(20, 400, 900, 1);

  /** Checks that the scenarios find enough records to happen to. */
  public Scale {
    if (organizations < 20 || people < 200 || tickets < 800 || percent < 1 || percent > 100) {
      throw new IllegalArgumentException(
          "a world needs at least 20 organizations, 200 people and 800 tickets, and 1 to 100"
              + " percent of the weekend");
    }
    if (tickets < 800 + percent * 50) {
      throw new IllegalArgumentException(
          "a weekend of "
              + percent
              + " percent needs at least "
              + (800 + percent * 50)
              + " tickets");
    }
  }

  /** A full weekend's count at this scale, at least one. */
  public int of(int full) {
    return Math.max(1, full * percent / 100);
  }
}
