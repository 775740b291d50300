package dev.backhaul.contract;

/** All that a platform must keep as source. One class a subject implements it, and is done. */
interface SourceContract extends WritingClauses, SilenceClauses, AnswerClauses, BudgetClauses {
  @Override
  SourceSubject subject();
}
