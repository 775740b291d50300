package dev.backhaul.contract;

/** Zendesk's tickets, as target. */
final class ZendeskAsTargetTicketsTest implements TargetContract {
  @Override
  public TargetSubject subject() {
    return ZendeskStream.tickets();
  }
}
