package dev.backhaul.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The one place that knows which JSON library is used and how it is set up: decimals keep their
 * digits, duplicate keys are refused, and error messages never quote the input (it may hold
 * personal data).
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // A record may hold a 10 MB body; the library's default bound is 20 M characters.
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(64_000_000)
                          .maxNestingDepth(200)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addModule(
              // Instants and spans are texts in ISO 8601, everywhere.
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Duration.class, ToStringSerializer.instance))
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private Json() {}

  /** The shared mapper, for streaming use; never reconfigure it. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Parses one JSON value.
   *
   * @throws JsonException if the text is not one well-formed value; the message holds line and
   *     column but none of the text
   */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw JsonException.of(e);
    }
  }

  /** As {@link #parse(String)}, from UTF-8 bytes. */
  public static JsonNode parse(byte[] utf8) {
    try {
      return MAPPER.readTree(utf8);
    } catch (JsonProcessingException e) {
      throw JsonException.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses one JSON object; anything else is a {@link JsonException}. */
  public static ObjectNode parseObject(String text) {
    if (parse(text) instanceof ObjectNode object) {
      return object;
    }
    throw new JsonException("expected a JSON object");
  }

  /**
   * Compact text, keys in the node's own order. Half a code point (a lone surrogate, as a platform
   * leaves behind when it cuts a text inside an emoji) is escaped, for UTF-8 has no bytes for it
   * and would turn it into a question mark.
   */
  public static String text(JsonNode node) {
    try {
      return Halves.escaped(MAPPER.writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw JsonException.of(e);
    }
  }

  /**
   * Compact text with keys sorted at every level: equal values give equal text, so it can be
   * hashed.
   */
  public static String canonical(JsonNode node) {
    return text(Canonical.sorted(node));
  }

  /** Converts a record or collection to a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** SHA-256 of the canonical text, as 64 lower-case hex digits. */
  public static String hash(JsonNode node) {
    return sha256(canonical(node));
  }

  /** SHA-256 of UTF-8 text, as 64 lower-case hex digits. */
  public static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
