package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** How field history is read. */
public record History(
    @Doc(
            "Asks for records with their history; variables keys (list), key (the first), fields (list), after.")
        Request request,
    @Doc("The raw records: jq over the answer, giving an array.") Jq items,
    @Doc(
            "Events of one raw record: jq giving an array of {id, field, value, from?, at, user, app, sourceType, importId}.")
        Jq events,
    @Doc(
            "The next page's cursor: jq over the answer, null on the last page; none if there is one page.")
        @Nullable Jq next,
    @Doc("Most keys a request.") int size,
    @Doc("True if it tells every change, so that a record's past can be rebuilt from it.")
        @Default("true")
        boolean whole) {}
