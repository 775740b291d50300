package dev.backhaul.contract;

/** HubSpot's tickets, as target. */
final class HubSpotAsTargetTicketsTest implements TargetObjectContract {
  @Override
  public TargetSubject subject() {
    return HubSpotStream.tickets();
  }
}
