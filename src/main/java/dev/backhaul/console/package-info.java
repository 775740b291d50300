/** The HTTP face of the service: JSON API, health and metrics. */
@NullMarked
package dev.backhaul.console;

import org.jspecify.annotations.NullMarked;
