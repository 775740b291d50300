/** One SQL dialect, versioned migrations, transactions, leases and the audit chain. */
@NullMarked
package dev.backhaul.store;

import org.jspecify.annotations.NullMarked;
