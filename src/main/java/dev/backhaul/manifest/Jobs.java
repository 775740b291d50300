package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;

/** How background jobs are asked after. */
public record Jobs(
    @Doc("Asks after {job}.") Request request,
    @Doc("True once it has stopped, done or not: jq over the answer.") Jq ended,
    @Doc(
            "Its rows: jq giving an array of {index, id, status, ok, code, message}; index null to join by position.")
        Jq results) {}
