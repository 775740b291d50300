package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one item is read, before any change and after every one. What {@code as} gives is kept in the
 * journal with the whole answer and the time of the read.
 */
public record IntegrationCapture(
    @Doc(
            "Reads one item; variables id and the integration's values. None where the provider cannot"
                + " be asked: then what integrations.yaml says of the item is the capture, and only a"
                + " probe delivery proves a change.")
        @Nullable Request request,
    @Doc(
            "The item: jq over {answer, item, id, and the integration's values}, where item is what"
                + " integrations.yaml says of it, giving an object with as many of name, url, on,"
                + " events, version, headers, owner, revision, expires as there are, and whatever else"
                + " a restore needs; null if it is not there.")
        Jq as,
    @Doc("Members of it that move by themselves (last run, counters): never compared.")
        @Default("[]")
        List<String> moving) {}
