package dev.backhaul.contract;

/** Zendesk's organizations, as target. */
final class ZendeskAsTargetOrganizationsTest implements TargetObjectContract {
  @Override
  public TargetSubject subject() {
    return ZendeskStream.organizations();
  }
}
