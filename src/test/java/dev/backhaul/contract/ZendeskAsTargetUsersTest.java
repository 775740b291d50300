package dev.backhaul.contract;

/** Zendesk's users, as target. */
final class ZendeskAsTargetUsersTest implements TargetObjectContract {
  @Override
  public TargetSubject subject() {
    return ZendeskStream.users();
  }
}
