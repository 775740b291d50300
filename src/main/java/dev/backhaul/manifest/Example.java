package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worked example of one operation, run as a test: what is asked, answered and made of it. All JSON. */
public record Example(
    @Doc("What it shows.") String name,
    @Doc("The object.") String object,
    @Doc("Reads by this (id, joinKey, parent, a natural key).") @Nullable String read,
    @Doc("The keys to read.") List<String> keys,
    @Doc("Writes this: a write as JSON {kind, id, joinKey, set, clear, precondition, children, at}.")
        @Nullable String write,
    @Doc("Reads the history of the keys.") boolean history,
    @Doc("The platform's sample answers, one for each request.") List<String> answers,
    @Doc("The requests that must be sent, as METHOD /path.") List<String> requests,
    @Doc("The last request's body.") @Nullable String body,
    @Doc("What must come of it: items {id, joinKey, version}, events, or results {status, id}.")
        @Nullable String gives) {}
