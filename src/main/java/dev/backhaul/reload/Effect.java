package dev.backhaul.reload;

/** What it takes for a change to come into force. */
public enum Effect {
  /** It is put in place at the next page or batch boundary. */
  AT_ONCE("put in place at the next boundary"),
  /** Only a fresh process follows it. */
  RESTART("needs a restart"),
  /** Only while nothing was approved: what people agreed to rests on it. */
  BEFORE_APPROVAL(
      "a plan, or a standing approval, rests on it: mappings never change during a rollback; answer the questions instead"),
  /** Never. */
  NEVER("never changes: a second cutover is a new migration, in a folder of its own");

  private final String words;

  Effect(String words) {
    this.words = words;
  }

  /** For people: what happens, or why not. */
  public String words() {
    return words;
  }
}
