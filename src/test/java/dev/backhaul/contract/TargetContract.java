package dev.backhaul.contract;

/**
 * All that a platform must keep as target, held by one of its objects; each further object keeps
 * {@link TargetObjectContract}.
 */
interface TargetContract extends TargetObjectContract, AnswerClauses, BudgetClauses {
  @Override
  TargetSubject subject();
}
