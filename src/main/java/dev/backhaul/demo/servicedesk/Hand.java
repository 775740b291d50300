package dev.backhaul.demo.servicedesk;

/**
 * Who did something in the target, in the words of its audits.
 *
 * @param channel the channel: web, email, api, rule
 * @param user the user's id
 */
record Hand(String channel, long user) {
  /** The failed migration's own identity. */
  static final Hand MIGRATION = new Hand("api", 9900);

  /** An integration whose values come home. */
  static final Hand BILLING = new Hand("api", 9801);

  /** Another one. */
  static final Hand FIELD_SERVICE = new Hand("api", 9802);

  /** An identity that nobody has classed. */
  static final Hand STRANGER = new Hand("api", 9777);

  /** The target's own trigger. */
  static final Hand TRIGGER = new Hand("rule", -1);

  /** An agent at the screen. */
  static Hand agent(long id) {
    return new Hand("web", id);
  }

  /** A customer who writes a mail. */
  static Hand customer(long id) {
    return new Hand("email", id);
  }
}
