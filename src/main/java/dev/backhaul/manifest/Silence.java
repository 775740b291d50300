package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What could notify people or fire on our writes, how it is switched off, and how that is proven.
 */
public record Silence(
    @Doc("Kinds of rules.") List<Cause> causes,
    @Doc(
            "What cannot be listed or switched off by API, by name, and why; a person must waive each.")
        @Default("{}")
        Map<String, String> unprovable,
    @Doc("The harmless write that proves silence.") @Nullable Canary canary) {

  /** One kind of rule. */
  public record Cause(
      @Doc("Its name (trigger, automation, webhook).") String cause,
      @Doc("The list; rows as {id, title, active, captured}.") Paged list,
      @Doc("Switches rules: variables rows (array of {id, active}); one request for all.")
          @Nullable Request switchMany,
      @Doc("Switches one rule: variables id, active, captured (how it stands now, with `whole`).")
          @Nullable Request switchOne,
      @Doc(
              "Reads one rule whole, variable id, where the list does not tell all of it: before it is"
                  + " captured, and again right before it is switched.")
          @Nullable Request whole) {}

  /** Creates a test record silently, changes it, looks what that set off, and deletes it. */
  public record Canary(
      @Doc(
              "Makes or finds the record's requester: someone of our own whom nothing can reach; none if"
                  + " it has none.")
          @Nullable Request requester,
      @Doc("The requester's id: jq over the answer.") @Nullable Jq requesterId,
      @Doc("Creates it; variables identity and requester.") Request create,
      @Doc("Its id: jq over the answer.") Jq id,
      @Doc("Changes it; variable id.") Request update,
      @Doc("Reads what happened; variable id.") Request observe,
      @Doc("What was set off: jq over the answer, giving an array of texts without personal data.")
          Jq noises,
      @Doc("Deletes it; variable id.") Request delete,
      @Doc("Finds canaries that earlier proofs had to leave behind, their answers lost.")
          Request leftovers,
      @Doc("Their ids: jq over the answer, giving an array.") Jq leftoverIds) {}
}
