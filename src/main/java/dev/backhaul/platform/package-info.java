/**
 * One system's API behind named operations: the Camel component, strategies, authentication,
 * errors.
 */
@NullMarked
package dev.backhaul.platform;

import org.jspecify.annotations.NullMarked;
