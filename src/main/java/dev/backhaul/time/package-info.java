/** Ground: the clock and the only way to wait, real or stepped. */
@NullMarked
package dev.backhaul.time;

import org.jspecify.annotations.NullMarked;
