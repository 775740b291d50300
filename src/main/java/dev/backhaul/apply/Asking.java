package dev.backhaul.apply;

import dev.backhaul.plan.Question;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where questions go and answers come from. */
public interface Asking {
  /** Asks in the caller's transaction; a question already asked (same id) is not asked again. */
  void ask(Handle tx, Question question);

  /** The name of the choice a person took, for this question or its group; empty while open. */
  Optional<String> answer(Handle handle, Question question);

  /** What people answered after earlier refusals of this decision, oldest first, by answer id. */
  default List<String> corrected(Handle handle, String decision) {
    return List.of();
  }

  /** Withdraws what is still asked about refusals of this decision: it is settled otherwise. */
  default void settled(Handle tx, String decision) {}
}
