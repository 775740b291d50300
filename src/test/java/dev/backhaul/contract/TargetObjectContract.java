package dev.backhaul.contract;

/** What each further object of a target must keep: answers and limits are the platform's own. */
interface TargetObjectContract extends ReadingClauses, ContentClauses {
  @Override
  TargetSubject subject();
}
