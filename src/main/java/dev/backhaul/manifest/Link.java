package dev.backhaul.manifest;

import dev.backhaul.manifest.WriteOperation.Batch;
import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** Associations that a record does not carry itself; read in bulk and put into the record. */
public record Link(
    @Doc("The path in the record where the associations go (associations.company).") String into,
    @Doc("Asks for the associations of many; variable inputs: an array of {id, after}.")
        Request request,
    @Doc("jq giving an array of {id, value}: value goes into the record with that id.") Jq each,
    @Doc("What is left to ask: jq giving an array of {id, after}.") @Nullable Jq next,
    @Doc("Most records a request.") int size,
    @Doc("Makes links: a batch whose rows have id and to; none where they are only read.")
        @Nullable Batch link,
    @Doc("Takes links away: a batch whose rows have id and was.") @Nullable Batch unlink) {

  /** The path of the first association's id, which is what a write sets or clears. */
  public String first() {
    return into + ".0.id";
  }

  /** Whether this path is the one that a write of this link sets or clears. */
  public boolean writes(String path) {
    return link != null && path.equals(first());
  }
}
