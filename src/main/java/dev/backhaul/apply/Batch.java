package dev.backhaul.apply;

import dev.backhaul.plan.Decision;
import java.util.List;

/**
 * Decisions that travel in one call: one object, one kind, no record twice.
 *
 * @param object the source object
 * @param kind what is done
 * @param decisions in plan order; all they refer to exists in the source
 */
public record Batch(String object, Decision.Kind kind, List<Decision> decisions) {}
