/** Ground: how far the work is, told to whoever watches. */
@NullMarked
package dev.backhaul.progress;

import org.jspecify.annotations.NullMarked;
