/** Proof that nothing was lost: read-backs, parity tables and reports. */
@NullMarked
package dev.backhaul.parity;

import org.jspecify.annotations.NullMarked;
