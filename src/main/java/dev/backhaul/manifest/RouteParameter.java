package dev.backhaul.manifest;

import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** A parameter that people may set in {@code routes/platforms/<name>.camel.yaml}. */
public enum RouteParameter {
  /** An object of the platform's manifest. */
  OBJECT("object", "an object's name", "The object, as the platform's manifest names it.") {
    @Override
    void check(String text) {
      require(NAME.matcher(text).matches(), "letters, digits and dashes, beginning with a letter");
    }
  },
  /** Cron expression of quartz, in UTC. */
  SCHEDULE(
      "schedule",
      "a quartz cron expression (UTC)",
      "When it runs: quartz cron with seconds, UTC.") {
    @Override
    void check(String text) {
      require(
          CronExpression.isValidExpression(text),
          "six or seven fields as quartz reads them, such as \"0 0/5 * * * ?\"");
    }
  },
  /** Records a read page. */
  PAGE_SIZE(
      "pageSize", "1 to 1000", "Records in one page read. The platform's own bound still holds.") {
    @Override
    void check(String text) {
      requireBetween(text, 1, 1000);
    }
  },
  /** Records a request. */
  BATCH_SIZE(
      "batchSize", "1 to 200", "Records in one request. The platform's own bound still holds.") {
    @Override
    void check(String text) {
      requireBetween(text, 1, 200);
    }
  };

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

  private final String key;
  private final String words;
  private final String doc;

  RouteParameter(String key, String words, String doc) {
    this.key = key;
    this.words = words;
    this.doc = doc;
  }

  /** As written in the file. */
  public String key() {
    return key;
  }

  /** What its value may be, in words. */
  public String words() {
    return words;
  }

  /** What it is for. */
  public String doc() {
    return doc;
  }

  /**
   * Refuses a value out of range.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  abstract void check(String text);

  void requireBetween(String text, int least, int most) {
    require(
        WHOLE.matcher(text).matches()
            && Integer.parseInt(text) >= least
            && Integer.parseInt(text) <= most,
        "a whole number from " + least + " to " + most);
  }

  void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + " must be " + expected);
    }
  }
}
