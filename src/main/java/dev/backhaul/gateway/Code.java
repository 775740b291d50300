package dev.backhaul.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic of a signature. Comparing takes the same time wherever the bytes differ. */
enum Code {
  /** HMAC-SHA256, the secret's characters as the key. */
  HMAC_TEXT,
  /** HMAC-SHA256, what stands behind {@code whsec_} in base64 as the key. */
  HMAC_DECODED,
  /** HMAC-SHA1, the secret's characters as the key. */
  HMAC_SHA1,
  /** SHA-256 of the secret's characters and the message: no HMAC. */
  SHA256_PREFIXED,
  /** Ed25519; the secret is the public key. */
  ED25519,
  /** ECDSA on P-256 with SHA-256; the secret is the public key in DER. */
  ECDSA;

  /** The header of an Ed25519 key in DER, RFC 8410. */
  private static final byte[] ED25519_DER = HexFormat.of().parseHex("302a300506032b6570032100");

  /**
   * Refuses a secret that could not be right: empty, or not in the form that its prefix promises.
   *
   * @throws IllegalArgumentException saying what it should be; does not quote it
   */
  void check(String secret) {
    switch (this) {
      case HMAC_DECODED -> decoded(secret);
      case ED25519, ECDSA -> {
        try {
          publicKey(secret);
        } catch (GeneralSecurityException e) {
          throw new IllegalArgumentException("the secret must be the sender's public key", e);
        }
      }
      default -> {
        if (secret.isEmpty()) {
          throw new IllegalArgumentException("the secret must not be empty");
        }
      }
    }
  }

  /** Whether {@code signature} is this message's. */
  boolean matches(byte[] message, byte[] signature, String secret) {
    try {
      if (this == ED25519 || this == ECDSA) {
        Signature verifier = Signature.getInstance(this == ED25519 ? "Ed25519" : "SHA256withECDSA");
        verifier.initVerify(publicKey(secret));
        verifier.update(message);
        return verifier.verify(signature);
      }
      return MessageDigest.isEqual(sign(message, secret), signature);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The signature of a message.
   *
   * @throws IllegalArgumentException if the secret cannot be one, or only the sender can sign
   */
  byte[] sign(byte[] message, String secret) {
    byte[] text = secret.getBytes(StandardCharsets.UTF_8);
    return switch (this) {
      case HMAC_TEXT -> mac("HmacSHA256", text, message);
      case HMAC_DECODED -> mac("HmacSHA256", decoded(secret), message);
      case HMAC_SHA1 -> mac("HmacSHA1", text, message);
      case SHA256_PREFIXED -> {
        MessageDigest digest = sha256();
        digest.update(text);
        yield digest.digest(message);
      }
      case ED25519, ECDSA -> throw new IllegalArgumentException("only the sender can sign so");
    };
  }

  /** SHA-256. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  private static byte[] mac(String algorithm, byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
    }
  }

  private static byte[] decoded(String secret) {
    String text = secret.startsWith("whsec_") ? secret.substring("whsec_".length()) : secret;
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the secret must be whsec_ and base64", e);
    }
    if (key.length == 0) {
      throw new IllegalArgumentException("the secret must hold a key behind whsec_");
    }
    return key;
  }

  private PublicKey publicKey(String secret) throws GeneralSecurityException {
    String text = secret.startsWith("whpk_") ? secret.substring("whpk_".length()) : secret;
    byte[] bytes = Base64.getDecoder().decode(text);
    if (this == ECDSA) {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes));
    }
    if (bytes.length != 32) {
      throw new IllegalArgumentException("an Ed25519 public key holds 32 bytes");
    }
    byte[] der = new byte[ED25519_DER.length + 32];
    System.arraycopy(ED25519_DER, 0, der, 0, ED25519_DER.length);
    System.arraycopy(bytes, 0, der, ED25519_DER.length, 32);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
  }
}
