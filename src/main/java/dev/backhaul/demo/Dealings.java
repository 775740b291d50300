package dev.backhaul.demo;

import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Ledger;
import java.util.List;
import java.util.SortedSet;

/**
 * What a system's own ledger says about a rollback.
 *
 * @param mails mails and messages it would have sent, each as "object id by cause"
 * @param writes changes that the service made
 * @param refusals how many requests of anybody were refused by a limit
 */
public record Dealings(List<String> mails, List<Write> writes, long refusals) {
  /**
   * One change of a record by the service.
   *
   * @param kind created, updated, deleted, appended...
   * @param fields the names of the fields that changed
   */
  public record Write(String object, String id, String kind, SortedSet<String> fields) {}

  /** Reads a sandbox's ledger; what the platform did by itself is no write of the service. */
  public static Dealings of(Ledger ledger) {
    return new Dealings(
        ledger.mails().stream()
            .map(mail -> mail.object() + " " + mail.id() + " by " + mail.cause())
            .toList(),
        ledger.writes().stream()
            .filter(write -> write.caller() == Caller.OURS)
            .map(write -> new Write(write.object(), write.id(), write.kind(), write.fields()))
            .toList(),
        ledger.throttled(Caller.OURS) + ledger.throttled(Caller.BUSINESS));
  }
}
