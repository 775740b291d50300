package dev.backhaul.json;

/** Halves of code points in JSON text. */
final class Halves {
  private Halves() {}

  /** The text with every lone surrogate as its escape; inside JSON they stand in strings only. */
  static String escaped(String json) {
    int first = next(json, 0);
    if (first < 0) {
      return json;
    }
    StringBuilder out = new StringBuilder(json.length() + 16);
    int done = 0;
    for (int at = first; at >= 0; at = next(json, at + 1)) {
      out.append(json, done, at).append("\\u").append(Integer.toHexString(json.charAt(at)));
      done = at + 1;
    }
    return out.append(json, done, json.length()).toString();
  }

  /** Where the next one stands, or -1. */
  private static int next(String json, int from) {
    for (int i = from; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < json.length()
                && Character.isLowSurrogate(json.charAt(i + 1));
        if (!pair) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
