package dev.backhaul.contract;

/** Zendesk's users, as source. */
final class ZendeskAsSourceUsersTest implements WritingClauses {
  @Override
  public SourceSubject subject() {
    return ZendeskPeople.users();
  }
}
