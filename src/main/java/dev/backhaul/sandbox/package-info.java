/** Local, stateful simulations of platforms. Imports nothing of ours. */
@NullMarked
package dev.backhaul.sandbox;

import org.jspecify.annotations.NullMarked;
