/**
 * Simulated providers of integrations: who sends webhooks to the systems, and who writes to them.
 * Facts are the vendors' own pages, named in each class.
 */
@NullMarked
package dev.backhaul.sandbox.provider;

import org.jspecify.annotations.NullMarked;
