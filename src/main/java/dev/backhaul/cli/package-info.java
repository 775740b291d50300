/** The command line: one class a command. */
@NullMarked
package dev.backhaul.cli;

import org.jspecify.annotations.NullMarked;
