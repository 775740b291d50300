package dev.backhaul.sandbox.provider;

import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Limits;
import dev.backhaul.sandbox.Timeline;

/** What a provider works with. */
public record Parts(Timeline timeline, Ledger ledger, Limits limits, Courier courier) {}
