package dev.backhaul.contract;

/** HubSpot's contacts, as target. */
final class HubSpotAsTargetTest implements TargetContract {
  @Override
  public TargetSubject subject() {
    return HubSpotStream.contacts();
  }
}
