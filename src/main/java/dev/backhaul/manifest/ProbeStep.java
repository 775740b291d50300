package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** One question of the probe; each part is jq over the answer. */
public record ProbeStep(
    @Doc("What to ask.") Request request,
    @Doc("Who we are: an id or role, null if not authenticated.") @Nullable Jq identity,
    @Doc("May we write: true, false or null.") @Nullable Jq mayWrite,
    @Doc("Plan or edition.") @Nullable Jq plan,
    @Doc("Limits: an array of {name, limit, remaining}.") @Nullable Jq limits,
    @Doc("Deadlines of the system's own: an array of {what, at}; at as epoch milliseconds or null.")
        @Nullable Jq deadlines,
    @Doc("What is wrong: an array of sentences, each with what to do next.") @Nullable Jq reasons,
    @Doc("True if a refusal of this question alone is no reason to stop.") @Default("false")
        boolean optional) {}
