package dev.backhaul.console;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, read whole.
 *
 * @param method in capitals
 * @param path without the query
 * @param token the bearer token; null if none was sent
 * @param body the body as text, empty if there was none
 */
record Asked(String method, String path, @Nullable String token, String body) {}
