/**
 * Decisions and questions: what will be written to the source, why, at what cost, approved by whom.
 */
@NullMarked
package dev.backhaul.plan;

import org.jspecify.annotations.NullMarked;
