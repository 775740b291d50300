package dev.backhaul.demo;

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
}
