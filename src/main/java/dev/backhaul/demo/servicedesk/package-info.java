/** The demo's other story: HubSpot is the source, Zendesk the failed target. */
@NullMarked
package dev.backhaul.demo.servicedesk;

import org.jspecify.annotations.NullMarked;
