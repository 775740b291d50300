package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** How changes are found. Parts are combined in the order given here; each is a named strategy. */
public record Changes(
    @Doc("A search over a frozen window of modified times, keyed by id.")
        @Nullable SearchWindow searchWindow,
    @Doc("Conversations by their latest message, then their messages.") @Nullable Threads threads,
    @Doc("The whole list, every time; for short lists without a modified time.")
        @Nullable Paged list,
    @Doc("Records the platform lists as archived: deletions.") @Nullable Archived archivedList,
    @Doc("Ids merged into a record: jq over the raw record, giving an array of ids.")
        @Nullable Jq mergedIds) {

  /**
   * Finds ids by modified time in a frozen window {@code [from, until]}, ordered by id, each page
   * asking for ids above the last: equal times neither loop nor vanish, and no offset ever meets
   * the platform's cap. The records are then read in full, because a search index is late.
   */
  public record SearchWindow(
      @Doc("Asks for a page; variables from and until (epoch milliseconds), last (id), limit.")
          Request request,
      @Doc("Found ids: jq over the answer, giving an array of texts in ascending order.") Jq ids,
      @Doc("More to come: jq over the answer, giving true or false.") Jq more,
      @Doc("Most rows a page.") int limit) {}

  /** Records listed as archived, read whole each sweep; those archived inside the window count. */
  public record Archived(
      @Doc("The list.") Paged list,
      @Doc("When it was archived: a path in the record.") String at) {}

  /** Conversations since a time, then the messages of each. */
  public record Threads(
      @Doc("Conversations with messages after {since} (ISO time).") Paged threads,
      @Doc("The conversation's id: a path in its row.") String id,
      @Doc("Messages of {thread}.") Paged messages,
      @Doc("One record: jq over {message, thread}; null to leave the message out.") Jq record) {}
}
