package dev.backhaul.sandbox.hubspot;

/** A value that a property does not take. The message never repeats the value. */
final class BadValue extends Exception {
  private static final long serialVersionUID = 1L;

  private final String property;
  private final String code;

  BadValue(String property, String code, String message) {
    super(message);
    this.property = property;
    this.code = code;
  }

  String property() {
    return property;
  }

  /** HubSpot's error code, {@code INVALID_OPTION}. */
  String code() {
    return code;
  }
}
