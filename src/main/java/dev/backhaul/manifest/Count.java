package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** The platform's own count. */
public record Count(
    @Doc("Asks; variable since (epoch milliseconds, 0 for all).") Request request,
    @Doc("jq giving the number of live records.") Jq live,
    @Doc("True if it can count from a time on.") @Default("false") boolean since,
    @Doc(
            "Asks for those changed since a time, where that is another request; variables since (epoch milliseconds), time (ISO).")
        @Nullable Request changed) {}
