package dev.backhaul.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.IntegrationKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one change is to bring about; stands in the journal as its {@code wanted}.
 *
 * @param verb the change
 * @param item the item it is sent for
 * @param url where to point it; null for pause and resume
 * @param token a new opaque id, for providers that let the caller name things
 * @param undoes the entry it puts back, or null
 */
record Wish(
    IntegrationKind.Name verb,
    String item,
    @Nullable String url,
    String token,
    @Nullable String undoes) {

  static Wish of(Entry entry) {
    ObjectNode wanted = entry.intent().wanted();
    return new Wish(
        IntegrationKind.Name.valueOf(wanted.path("verb").asText()),
        wanted.path("item").asText(),
        wanted.path("url").isTextual() ? wanted.path("url").asText() : null,
        wanted.path("token").asText(),
        entry.intent().undoes());
  }

  ObjectNode json() {
    return Json.object()
        .put("verb", verb.name())
        .put("item", item)
        .put("url", url)
        .put("token", token);
  }

  /** As people say it. */
  String word() {
    return (undoes == null ? "" : "put back by ") + verb.name().toLowerCase(Locale.ROOT);
  }
}
