/** Benches that print their bars: measured ratios, never timed tests. */
@NullMarked
package dev.backhaul.bench;

import org.jspecify.annotations.NullMarked;
