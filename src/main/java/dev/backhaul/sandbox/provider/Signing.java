package dev.backhaul.sandbox.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic of the providers' signatures. */
final class Signing {
  private Signing() {}

  static String hex(String key, String content) {
    return HexFormat.of().formatHex(mac("HmacSHA256", key, content));
  }

  static String base64(String key, String content) {
    return Base64.getEncoder().encodeToString(mac("HmacSHA256", key, content));
  }

  static String sha1(String key, String content) {
    return Base64.getEncoder().encodeToString(mac("HmacSHA1", key, content));
  }

  private static byte[] mac(String algorithm, String key, String content) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is part of every Java", e);
    }
  }
}
