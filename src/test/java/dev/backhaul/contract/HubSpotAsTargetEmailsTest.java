package dev.backhaul.contract;

/** HubSpot's e-mails, as target. */
final class HubSpotAsTargetEmailsTest implements TargetObjectContract {
  @Override
  public TargetSubject subject() {
    return HubSpotStream.emails();
  }
}
