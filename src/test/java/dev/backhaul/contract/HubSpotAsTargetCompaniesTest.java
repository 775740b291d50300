package dev.backhaul.contract;

/** HubSpot's companies, as target. */
final class HubSpotAsTargetCompaniesTest implements TargetObjectContract {
  @Override
  public TargetSubject subject() {
    return HubSpotStream.companies();
  }
}
