/** Approved decisions sent in waves, verified by reading back; silence, brakes and undo. */
@NullMarked
package dev.backhaul.apply;

import org.jspecify.annotations.NullMarked;
