package dev.backhaul.contract;

/** All that a platform must keep as target. One class a subject implements it, and is done. */
interface TargetContract extends ReadingClauses, AnswerClauses, BudgetClauses, ContentClauses {
  @Override
  TargetSubject subject();
}
