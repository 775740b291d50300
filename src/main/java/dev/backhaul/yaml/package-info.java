/** Ground: strict YAML 1.2 to typed records, and JSON Schema from the same records. */
@NullMarked
package dev.backhaul.yaml;

import org.jspecify.annotations.NullMarked;
