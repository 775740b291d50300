package dev.backhaul.contract;

/** HubSpot's notes, as target. */
final class HubSpotAsTargetNotesTest implements TargetObjectContract {
  @Override
  public TargetSubject subject() {
    return HubSpotStream.notes();
  }
}
