package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** Reads records by one kind of key, so many keys a request. */
public record Lookup(
    @Doc("Asks for records; variables keys (list), key (the first), path, fields, limit, after.")
        Request request,
    @Doc("The raw records: jq over the answer, giving an array.") Jq items,
    @Doc("The next cursor where one answer may not hold all.") @Nullable Jq next,
    @Doc("Most keys a request.") int size,
    @Doc("Most rows a page where it is paged.") @Nullable Integer limit) {

  /** The pages of one request. */
  public Paged pages() {
    return new Paged(request, items, next, limit);
  }
}
