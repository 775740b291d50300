/** Ground: the one JSON library and its settings. */
@NullMarked
package dev.backhaul.json;

import org.jspecify.annotations.NullMarked;
