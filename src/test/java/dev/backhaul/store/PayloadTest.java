package dev.backhaul.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of a record's content on its way into the store. */
final class PayloadTest {
  @Test
  void any_json_comes_back_from_its_payload_as_it_was() {
    Random random = new Random(7);
    Payload plain = new Payload(null);
    Payload sealed = new Payload(key(1));
    for (int i = 0; i < 200; i++) {
      ObjectNode node =
          Json.object().put("n", random.nextLong()).put("text", "å".repeat(random.nextInt(5000)));
      node.putArray("list").add(1.10).addNull();
      assertThat(plain.decode(plain.encode(node))).isEqualTo(Json.parse(Json.text(node)));
      assertThat(sealed.decodeObject(sealed.encode(node))).isEqualTo(Json.parse(Json.text(node)));
    }
  }

  @Test
  void a_sealed_payload_shows_nothing_of_its_content_and_no_two_are_alike() {
    ObjectNode node = Json.object().put("email", "mia@example.com");
    Payload sealed = new Payload(key(1));
    assertThat(new String(sealed.encode(node), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("mia");
    assertThat(sealed.encode(node)).isNotEqualTo(sealed.encode(node));
  }

  @Test
  void a_sealed_payload_opens_only_with_its_own_key_and_unaltered() {
    byte[] bytes = new Payload(key(1)).encode(Json.object().put("a", 1));
    assertThatThrownBy(() -> new Payload(key(2)).decode(bytes))
        .hasMessageContaining("set the key this store was written with");
    assertThatThrownBy(() -> new Payload(null).decode(bytes))
        .hasMessageContaining("store.key is not set");
    for (int i = 0; i < bytes.length; i++) {
      byte[] altered = bytes.clone();
      altered[i] ^= 0x40;
      assertThatThrownBy(() -> new Payload(key(1)).decode(altered))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void a_bad_key_is_refused_without_being_quoted() {
    assertThatThrownBy(() -> PayloadKey.ofBase64("c2VjcmV0"))
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("c2VjcmV0");
    assertThat(key(1)).hasToString("PayloadKey[hidden]");
  }

  private static PayloadKey key(int seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return PayloadKey.ofBase64(Base64.getEncoder().encodeToString(bytes));
  }
}
