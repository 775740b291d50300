package dev.backhaul.contract;

/** HubSpot's tickets and notes, as source. */
final class HubSpotAsSourceTest implements SourceContract {
  @Override
  public SourceSubject subject() {
    return new HubSpotTickets();
  }
}
