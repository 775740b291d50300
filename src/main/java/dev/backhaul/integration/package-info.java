/**
 * What is wired to the target: found, captured, held, pointed elsewhere, put back, and watched
 * while the target is frozen.
 */
@NullMarked
package dev.backhaul.integration;

import org.jspecify.annotations.NullMarked;
