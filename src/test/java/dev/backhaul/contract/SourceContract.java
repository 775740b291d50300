package dev.backhaul.contract;

/**
 * All that a platform must keep as source, held by one of its objects that has children; each
 * further object keeps {@link WritingClauses}.
 */
interface SourceContract extends WritingClauses, SilenceClauses, AnswerClauses, BudgetClauses {
  @Override
  SourceSubject subject();
}
