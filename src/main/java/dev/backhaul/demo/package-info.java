/** A company, its failed migration, its weekend, and the oracle that judges the rollback. */
@NullMarked
package dev.backhaul.demo;

import org.jspecify.annotations.NullMarked;
