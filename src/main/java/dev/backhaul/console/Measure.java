package dev.backhaul.console;

import java.util.List;

/**
 * Everything that Prometheus may ask for, by the name it has there. Tags never carry record ids.
 */
enum Measure {
  RECORDS(
      "backhaul.records",
      "Decisions that write something, by what became of them",
      "object",
      "outcome"),
  QUESTIONS("backhaul.questions", "Open questions by code", "code"),
  REJECTS(
      "backhaul.rejects", "Refused writes that wait for an answer or to be sent again", "object"),
  LAG("backhaul.lag.seconds", "How far reading is behind the target", "object"),
  WINDOW(
      "backhaul.window.seconds",
      "Time left in each band of the window; negative once over",
      "band"),
  JOURNAL("journal.open", "Journal entries by state", "state"),
  REMAINING(
      "platform.budget.remaining",
      "Requests that our share of each limit still allows",
      "platform",
      "window"),
  FROZEN("platform.throttled.seconds", "How long the account's budget stays frozen", "platform"),
  INVALID(
      "config.invalid",
      "1 while a file is wrong, refused or gone, so that what ran before goes on",
      "why"),
  PAUSED("backhaul.paused", "1 while paused", "what"),
  STRAYS(
      "backhaul.freeze.strays",
      "Records of the frozen target that a writer nobody answered for has written to",
      "class",
      "object"),
  INTEGRATIONS("backhaul.integrations", "Integrations by how they stand", "phase"),
  UNPUBLISHED("backhaul.unpublished", "Messages that Kafka has not acknowledged yet", "topic"),
  LEADING("backhaul.leading", "1 where this instance does the work, 0 where it stands by");

  private final String meter;
  private final String description;
  private final List<String> tags;

  Measure(String meter, String description, String... tags) {
    this.meter = meter;
    this.description = description;
    this.tags = List.of(tags);
  }

  /** Its name, dotted; Prometheus shows underscores. */
  String meter() {
    return meter;
  }

  /** What it says, with its unit. */
  String description() {
    return description;
  }

  /** Names of its tags. */
  List<String> tags() {
    return tags;
  }
}
