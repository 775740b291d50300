/** The mapping language and its engine: forward once, back by law. A pure library. */
@NullMarked
package dev.backhaul.mapping;

import org.jspecify.annotations.NullMarked;
