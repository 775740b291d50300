/** A local, stateful simulation of the Zendesk Support API v2. */
@NullMarked
package dev.backhaul.sandbox.zendesk;

import org.jspecify.annotations.NullMarked;
