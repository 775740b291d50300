/** The sandboxes' own small HTTP layer. */
@NullMarked
package dev.backhaul.sandbox.http;

import org.jspecify.annotations.NullMarked;
