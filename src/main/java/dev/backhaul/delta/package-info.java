/**
 * Everything created, changed, deleted or merged in the target since cutover, staged with its
 * evidence.
 */
@NullMarked
package dev.backhaul.delta;

import org.jspecify.annotations.NullMarked;
