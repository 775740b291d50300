package dev.backhaul.integration;

import org.jspecify.annotations.Nullable;

/**
 * One item of an integration (a webhook, a Zap), as its list tells.
 *
 * @param id the provider's id
 * @param name what people call it, or null
 * @param url where it sends to, or null where the list does not tell
 * @param on whether it is on, or null where the list does not tell
 */
public record Item(String id, @Nullable String name, @Nullable String url, @Nullable Boolean on) {}
