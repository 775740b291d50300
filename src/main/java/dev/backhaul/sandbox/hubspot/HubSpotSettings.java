package dev.backhaul.sandbox.hubspot;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What differs between HubSpot accounts, and what the fact sheet leaves open.
 *
 * @param portalId the account's number
 * @param zone whose midnight resets the daily count
 * @param burst requests an app may make in ten seconds
 * @param daily requests all private apps together may make in a day
 * @param searches searches a second, for the whole account
 * @param indexDelay how long search keeps seeing the state before a change
 * @param associationPage linked ids on one page
 */
public record HubSpotSettings(
    long portalId,
    ZoneId zone,
    long burst,
    long daily,
    long searches,
    Duration indexDelay,
    int associationPage) {

  /** A Professional account whose search is at once up to date. */
  public static HubSpotSettings professional() {
    return new HubSpotSettings(
        14_242_000, ZoneId.of("America/New_York"), 190, 625_000, 5, Duration.ZERO, 500);
  }

  /** The same with an index that lags behind. */
  public HubSpotSettings withIndexDelay(Duration delay) {
    return new HubSpotSettings(portalId, zone, burst, daily, searches, delay, associationPage);
  }

  /** The same with other limits. */
  public HubSpotSettings withLimits(long burst, long daily, long searches) {
    return new HubSpotSettings(portalId, zone, burst, daily, searches, indexDelay, associationPage);
  }

  /** The same with smaller pages of linked ids. */
  public HubSpotSettings withAssociationPage(int size) {
    return new HubSpotSettings(portalId, zone, burst, daily, searches, indexDelay, size);
  }
}
