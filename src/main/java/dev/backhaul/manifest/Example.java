package dev.backhaul.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worked example of one operation, run as a test: what is asked, answered and made of it. */
public record Example(
    @Doc("What it shows.") String name,
    @Doc("The object.") String object,
    @Doc("Reads by this (id, joinKey, parent, a natural key).") @Nullable String read,
    @Doc("The keys to read.") @Default("[]") List<String> keys,
    @Doc("Writes this: a write {kind, id, joinKey, set, clear, precondition, children, at}.")
        @Nullable JsonNode write,
    @Doc("Reads a page of changes: {since, resume?}, the resume point without its bounds.")
        @Nullable JsonNode changes,
    @Doc("Reads the history of the keys.") @Default("false") boolean history,
    @Doc("The platform's sample answers, one for each request.") @Default("[]")
        List<JsonNode> answers,
    @Doc("The requests that must be sent, as METHOD /path.") @Default("[]") List<String> requests,
    @Doc("The last request's body.") @Nullable JsonNode body,
    @Doc(
            "What must come of it: items {id, joinKey, version}, changes {changes, resume, more}, events, or results {status, id}.")
        @Nullable JsonNode gives) {}
