package dev.backhaul.platform;

import org.jspecify.annotations.Nullable;

/**
 * Who made a change, as the platform names them; all parts null when it does not say.
 *
 * @param user the platform's user id
 * @param app the app or integration id
 * @param sourceType the platform's own word for the channel ({@code CRM_UI}, {@code
 *     INTEGRATION}...)
 * @param importId the import that wrote it
 */
public record Writer(
    @Nullable String user,
    @Nullable String app,
    @Nullable String sourceType,
    @Nullable String importId) {
  /** Nobody is named. */
  public static final Writer UNKNOWN = new Writer(null, null, null, null);
}
