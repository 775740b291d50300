package dev.backhaul.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts that systems like to break, each named. */
final class Corners {
  /** 10 MB in UTF-8, with a mark at its end by which a cut would be seen. */
  static final int BIG = 10 * 1024 * 1024;

  private Corners() {}

  /** Well-formed texts: to be carried unchanged, or to be refused with a reason. */
  static Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("emoji of one code point", "a \ud83d\ude00 b");
    texts.put(
        "emoji joined by zero-width joiners", "\ud83d\udc69\u200d\ud83d\udcbb\u200d\ud83c\udffd");
    texts.put("flag of two code points", "\ud83c\uddea\ud83c\uddfa");
    texts.put(
        "right to left with marks",
        "\u202b\u05e9\u05dc\u05d5\u05dd\u202c \u0645\u0631\u062d\u0628\u0627");
    texts.put("combining, not composed", "e\u0301 n\u0303 a\u0308");
    texts.put("composed", "\u00e9 \u00f1 \u00e4");
    texts.put("compatibility forms", "\ufb01 \u2460 \uff21");
    texts.put("four bytes, rare", "\ud835\udcb3 \ud842\udfb7 \ud87e\udc04");
    texts.put("zero width and byte order mark", "a\u200bb\ufeffc");
    texts.put("line and paragraph separators", "a\u2028b\u2029c");
    texts.put("lines of all kinds", "a\nb\r\nc\td");
    texts.put("quotes and backslashes", "\"'\\ \\u0041 \\\\n");
    texts.put("markup", "<b>&amp;</b> <script>alert(1)</script>");
    texts.put("templates", "${body} {{env:HOME}} \\(1+1) #{x} ${env:HOME}");
    texts.put("statements", "'; DROP TABLE staged; --");
    texts.put("words for nothing", "null");
    texts.put("numbers in words' clothes", "1e309");
    return texts;
  }

  /** Texts that many systems refuse: to be carried, or refused, but never altered. */
  static List<String> refusable() {
    return List.of(
        "nul \u0000 inside", "bell \u0007 inside", "half \ud83d of an emoji", "\udc00 first");
  }

  /** A text of {@link #BIG} bytes. */
  static String big() {
    return "0123456789abcdef".repeat(BIG / 16 - 1) + "the end is here!";
  }
}
