/** What ops change while the service runs: seen, told apart, judged. Puts nothing in place. */
@NullMarked
package dev.backhaul.reload;

import org.jspecify.annotations.NullMarked;
