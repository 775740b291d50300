package dev.backhaul.contract;

/** Zendesk's tickets and comments, as source. */
final class ZendeskAsSourceTest implements SourceContract {
  @Override
  public SourceSubject subject() {
    return new ZendeskTickets();
  }
}
