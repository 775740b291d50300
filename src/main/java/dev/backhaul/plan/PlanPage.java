package dev.backhaul.plan;

import dev.backhaul.delta.StagedRecord;
import java.util.List;

/**
 * One page of staged records on its way through planning.
 *
 * @param plan the planning run
 * @param flow the object's way home
 * @param order the flow's place among all flows, parents first
 * @param records the page, in id order; empty after the last one
 * @param verdicts what was decided; empty before that step
 */
public record PlanPage(
    String plan, Flow flow, int order, List<StagedRecord> records, List<Verdict> verdicts) {

  /** True if there is nothing left to decide. */
  public boolean exhausted() {
    return records.isEmpty();
  }

  PlanPage decided(List<Verdict> decided) {
    return new PlanPage(plan, flow, order, records, decided);
  }

  /** Counts only. */
  @Override
  public String toString() {
    return "PlanPage[" + flow.targetObject() + ", " + records.size() + " records]";
  }
}
