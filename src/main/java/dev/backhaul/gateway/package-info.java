/**
 * The webhook gateway: takes the integrations' events, believes only what is signed, keeps them
 * durably before it answers, and delivers them in order to whoever owns the work.
 */
@NullMarked
package dev.backhaul.gateway;

import org.jspecify.annotations.NullMarked;
