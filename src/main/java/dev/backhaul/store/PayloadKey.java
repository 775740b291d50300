package dev.backhaul.store;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** An AES-256 key for record payloads. Never printed. */
public final class PayloadKey {
  static final int ID_BYTES = 4;
  private final SecretKey key;
  private final byte[] id;

  private PayloadKey(SecretKey key, byte[] id) {
    this.key = key;
    this.id = id;
  }

  /**
   * Reads a key of 32 bytes written in Base64 (make one with {@code openssl rand -base64 32}).
   *
   * @throws IllegalArgumentException if it is not that; the message holds none of it
   */
  public static PayloadKey ofBase64(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      // Not chained: the decoder's message would quote a character of the secret.
      throw new IllegalArgumentException(
          "store.key is not Base64; make one with: openssl rand -base64 32");
    }
    if (bytes.length != 32) {
      throw new IllegalArgumentException(
          "store.key must be 32 bytes in Base64, was "
              + bytes.length
              + "; make one with: openssl rand -base64 32");
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new PayloadKey(new SecretKeySpec(bytes, "AES"), Arrays.copyOf(digest, ID_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  SecretKey secret() {
    return key;
  }

  /** Tells keys apart without revealing them: the first bytes of the key's hash. */
  byte[] id() {
    return id.clone();
  }

  @Override
  public String toString() {
    return "PayloadKey[hidden]";
  }
}
