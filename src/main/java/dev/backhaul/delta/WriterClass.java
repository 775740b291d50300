package dev.backhaul.delta;

/** What kind of writer made a change; decides whether the value comes home. */
public enum WriterClass {
  /** A person at work: comes home. */
  PEOPLE,
  /** A connected system: comes home. */
  INTEGRATION,
  /** A rule inside the target: comes home. */
  AUTOMATION,
  /** The migration itself: never comes home. */
  MIGRATION,
  /** No rule matched: a question. */
  UNKNOWN;

  /** The class that a migration's rule gives. */
  static WriterClass of(dev.backhaul.manifest.WriterClass named) {
    return switch (named) {
      case PEOPLE -> PEOPLE;
      case INTEGRATION -> INTEGRATION;
      case AUTOMATION -> AUTOMATION;
      case MIGRATION -> MIGRATION;
    };
  }

  /** True for writers whose values belong in the source. */
  public boolean comesHome() {
    return this == PEOPLE || this == INTEGRATION || this == AUTOMATION;
  }
}
