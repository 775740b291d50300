package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** Something the platform, or we on it, cannot do. */
public record Cannot(
    @Doc("The operation (write, create, delete, count, history, silence...).") String operation,
    @Doc("The object it concerns; none for all.") @Nullable String object,
    @Doc("Why, shown to the operator.") String reason) {}
