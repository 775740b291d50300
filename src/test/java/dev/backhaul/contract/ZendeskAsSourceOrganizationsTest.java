package dev.backhaul.contract;

/** Zendesk's organizations, as source. */
final class ZendeskAsSourceOrganizationsTest implements WritingClauses {
  @Override
  public SourceSubject subject() {
    return ZendeskPeople.organizations();
  }
}
