/** One rollback put together: configuration, store, accounts and engine behind Camel's routes. */
@NullMarked
package dev.backhaul.rollback;

import org.jspecify.annotations.NullMarked;
