/**
 * A stateful simulation of HubSpot's CRM API, in the role of the target. Imports nothing of ours.
 */
@NullMarked
package dev.backhaul.sandbox.hubspot;

import org.jspecify.annotations.NullMarked;
