package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;

/** How field history is read. */
public record History(
    @Doc("Asks for records with their history; variables keys (list) and fields (list).")
        Request request,
    @Doc("The raw records: jq over the answer, giving an array.") Jq items,
    @Doc(
            "Events of one raw record: jq giving an array of {id, field, value, at, user, app, sourceType, importId}.")
        Jq events,
    @Doc("Most keys a request.") int size) {}
