package dev.backhaul.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over lines with a line feed between them, however many there are. */
public final class LinesHash {
  private final MessageDigest digest;
  private boolean begun;

  /** Over no lines yet. */
  public LinesHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /** Adds a line. */
  public void add(String line) {
    if (begun) {
      digest.update((byte) '\n');
    }
    begun = true;
    digest.update(line.getBytes(StandardCharsets.UTF_8));
  }

  /** 64 lower-case hex digits; the same as of the joined text. Ends this hash. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
