package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** What a person does, what they show for it, and how a machine looks whether it is so. */
public record ManualStep(
    @Doc("When it is due.") When when,
    @Doc("What to do; {name} stands for a value of the integration, {id} for the item.")
        String step,
    @Doc("Who does it, by role (Zap owner, Workspace admin).") String owner,
    @Doc("What to attach: an export, a screenshot, a list.") String evidence,
    @Doc("How many different people must confirm it, 1 or 2.") @Default("2") int confirm,
    @Doc("How a machine sees the effect; none where nothing can be asked.") @Nullable Check check) {

  /** Refuses steps that anybody or nobody could confirm. */
  public ManualStep {
    if (confirm < 1 || confirm > 2) {
      throw new IllegalArgumentException("confirm: expected 1 or 2 people, found " + confirm);
    }
  }

  /** Which verb a step stands for. */
  public enum When {
    @Doc("Before anything is changed: tokens, exports, addresses to prepare.")
    CAPTURE,
    @Doc("To pause.")
    PAUSE,
    @Doc("To point it elsewhere.")
    REPOINT,
    @Doc("To resume, or to put back.")
    RESUME
  }

  /** A machine's own look. Both parts may stand. */
  public record Check(
      @Doc("What the item must show: jq over {now, captured, id, url}; needs capture.")
          @Nullable Jq that,
      @Doc("What must happen at our ingress after the step.") @Nullable Delivery delivery) {
    /** Refuses an empty check. */
    public Check {
      if (that == null && delivery == null) {
        throw new IllegalArgumentException("check needs that:, or delivery:");
      }
    }
  }

  /** What the ingress must see. */
  public enum Delivery {
    @Doc("A delivery arrives.")
    ARRIVES,
    @Doc("None arrives any more.")
    STOPS
  }
}
