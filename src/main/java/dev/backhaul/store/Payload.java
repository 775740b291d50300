package dev.backhaul.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * JSON to the bytes of a payload column and back: deflated, and sealed with AES-256-GCM when there
 * is a key.
 *
 * <p>First byte 1: deflated. First byte 2: key id (4 bytes), nonce (12), then the sealed deflated
 * text; the header is authenticated too. Plain payloads stay readable after a key was set.
 */
public final class Payload {
  private static final byte PLAIN = 1;
  private static final byte SEALED = 2;
  private static final int NONCE_BYTES = 12;
  private static final int HEADER_BYTES = 1 + PayloadKey.ID_BYTES + NONCE_BYTES;
  private static final int TAG_BITS = 128;

  /** Making one costs more than packing a record; each frees its memory with its thread. */
  private static final ThreadLocal<Deflater> DEFLATERS =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED));

  private final @Nullable PayloadKey key;
  private final SecureRandom random = new SecureRandom();

  /** A codec that seals with {@code key}, or only deflates when it is null. */
  public Payload(@Nullable PayloadKey key) {
    this.key = key;
  }

  /** The bytes to store. */
  public byte[] encode(JsonNode node) {
    byte[] body = deflate(Json.text(node).getBytes(StandardCharsets.UTF_8));
    if (key == null) {
      byte[] out = new byte[body.length + 1];
      out[0] = PLAIN;
      System.arraycopy(body, 0, out, 1, body.length);
      return out;
    }
    byte[] header = new byte[HEADER_BYTES];
    header[0] = SEALED;
    System.arraycopy(key.id(), 0, header, 1, PayloadKey.ID_BYTES);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    System.arraycopy(nonce, 0, header, 1 + PayloadKey.ID_BYTES, NONCE_BYTES);
    byte[] sealed;
    try {
      sealed = cipher(Cipher.ENCRYPT_MODE, key, header).doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          StoreException.Kind.KEY, "this Java runtime cannot seal a payload with AES-GCM", e);
    }
    byte[] out = Arrays.copyOf(header, header.length + sealed.length);
    System.arraycopy(sealed, 0, out, header.length, sealed.length);
    return out;
  }

  /**
   * The value that {@link #encode} was given.
   *
   * @throws StoreException if the key is missing or another one, or the bytes were altered
   */
  public JsonNode decode(byte[] bytes) {
    if (bytes.length > 1 && bytes[0] == PLAIN) {
      return Json.parse(inflate(bytes, 1, bytes.length - 1));
    }
    if (bytes.length > HEADER_BYTES && bytes[0] == SEALED) {
      byte[] body = open(bytes);
      return Json.parse(inflate(body, 0, body.length));
    }
    throw new StoreException(
        StoreException.Kind.CORRUPT,
        "a payload of "
            + bytes.length
            + " bytes has an unknown form: the store is damaged or newer than this program",
        null);
  }

  /** As {@link #decode}, for payloads that are objects. */
  public ObjectNode decodeObject(byte[] bytes) {
    if (decode(bytes) instanceof ObjectNode object) {
      return object;
    }
    throw new StoreException(
        StoreException.Kind.CORRUPT, "a payload is not a JSON object as expected", null);
  }

  private byte[] open(byte[] bytes) {
    byte[] id = Arrays.copyOfRange(bytes, 1, 1 + PayloadKey.ID_BYTES);
    if (key == null || !Arrays.equals(id, key.id())) {
      throw new StoreException(
          StoreException.Kind.KEY,
          "a payload is sealed with key "
              + HexFormat.of().formatHex(id)
              + ", but store.key is "
              + (key == null ? "not set" : HexFormat.of().formatHex(key.id()))
              + ": set the key this store was written with",
          null);
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, HEADER_BYTES))
          .doFinal(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "a sealed payload was altered: restore the store from a backup",
          e);
    }
  }

  private static Cipher cipher(int mode, PayloadKey key, byte[] header)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        key.secret(),
        new GCMParameterSpec(TAG_BITS, header, 1 + PayloadKey.ID_BYTES, NONCE_BYTES));
    cipher.updateAAD(header);
    return cipher;
  }

  private static byte[] deflate(byte[] text) {
    Deflater deflater = DEFLATERS.get();
    try {
      deflater.setInput(text);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(text.length / 2 + 16);
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.reset();
    }
  }

  private static byte[] inflate(byte[] bytes, int from, int length) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, from, length);
      ByteArrayOutputStream out = new ByteArrayOutputStream(length * 3);
      byte[] buffer = new byte[4096];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && !inflater.finished()) {
          throw new DataFormatException("cut short");
        }
        out.write(buffer, 0, count);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "a payload cannot be unpacked: restore the store from a backup",
          e);
    } finally {
      inflater.end();
    }
  }
}
