/** Every write to the outside world: capture, intent, sent, verified, restored. */
@NullMarked
package dev.backhaul.journal;

import org.jspecify.annotations.NullMarked;
