package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** How changes are found. Parts are combined in the order given here; each is a named strategy. */
public record Changes(
    @Doc("A search over a frozen window of modified times, keyed by id.")
        @Nullable SearchWindow searchWindow,
    @Doc("The platform's own stream of changes, page by page with its cursor.")
        @Nullable CursorStream cursorStream,
    @Doc("The platform's own stream of changes, page by page from a second on.")
        @Nullable TimeStream timeStream,
    @Doc("Conversations by their latest message, then their messages.") @Nullable Threads threads,
    @Doc("The whole list, every time; for short lists without a modified time.")
        @Nullable Paged list,
    @Doc("Records the platform lists as archived: deletions.") @Nullable Archived archivedList,
    @Doc("Ids merged into a record: jq over the raw record, giving an array of ids.")
        @Nullable Jq mergedIds,
    @Doc("True of a row of a stream whose record is deleted: jq over the row.")
        @Nullable Jq deleted,
    @Doc("Merges, asked for record by record; for streams.") @Nullable Merges merges) {

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

  /**
   * A stream in the platform's own order. The first page begins at a time, every other where the
   * cursor of the one before says, so that equal times neither loop nor vanish. The cursor is the
   * resume point of a sweep; the next sweep begins by time again, before the end of the last, for
   * what became visible late.
   */
  public record CursorStream(
      @Doc("Asks; variables start (epoch seconds, empty once there is a cursor), cursor, limit.")
          Request request,
      @Doc("The rows: jq over the answer, giving an array.") Jq items,
      @Doc("Where the next page begins: jq over the answer.") Jq cursor,
      @Doc("True at the end of the stream: jq over the answer.") Jq ended,
      @Doc(
              "When the platform last wrote a row, where its version does not tell: a path to epoch seconds.")
          @Nullable String writtenAt,
      @Doc("Most rows a page.") int limit) {}

  /**
   * A stream by seconds. The platform never splits the rows of one second, and the next page begins
   * with the last second again: rows come twice. A page that is all one second (a mass update) ends
   * where it began; the next then begins one second later, because nothing of that second is left.
   */
  public record TimeStream(
      @Doc("Asks; variables start (epoch seconds) and limit.") Request request,
      @Doc("The rows: jq over the answer, giving an array.") Jq items,
      @Doc("The page's last second: jq over the answer, giving epoch seconds.") Jq endTime,
      @Doc("True at the end of the stream: jq over the answer.") Jq ended,
      @Doc(
              "When the platform last wrote a row, where its version does not tell: a path to epoch seconds.")
          @Nullable String writtenAt,
      @Doc("Most rows a page.") int limit) {}

  /**
   * Asks for the merges that a changed record took part in: where a loser lives on, the losers are
   * known and asked for their winner; where it vanishes, every changed record may be a winner.
   */
  public record Merges(
      @Doc(
              "True of a record that was merged away: jq over the record. Only such are asked for; one whose winner"
                  + " nobody tells is merged all the same. None: all are asked for what they won.")
          @Nullable Jq lost,
      @Doc("What tells of a record's merges; variable id.") Paged list,
      @Doc(
              "The merges that one row of the list tells: jq over {id, row}, giving [{loser, winner}].")
          Jq pairs) {}

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
