package dev.backhaul.sandbox.provider;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One webhook call as the provider makes it at this moment: address of now, signature of now.
 *
 * @param method POST for nearly all
 */
record Message(String method, String url, Map<String, String> headers, byte[] body) {
  static Message post(String url, Map<String, String> headers, String body) {
    return new Message("POST", url, headers, body.getBytes(StandardCharsets.UTF_8));
  }
}
