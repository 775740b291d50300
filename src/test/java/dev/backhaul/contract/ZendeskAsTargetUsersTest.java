package dev.backhaul.contract;

/** Zendesk's users, as target. */
final class ZendeskAsTargetUsersTest implements TargetContract {
  @Override
  public TargetSubject subject() {
    return ZendeskStream.users();
  }
}
