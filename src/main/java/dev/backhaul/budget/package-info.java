/** The limits of one account, kept: all at once, weighted, shared, corrected by the platform. */
@NullMarked
package dev.backhaul.budget;

import org.jspecify.annotations.NullMarked;
