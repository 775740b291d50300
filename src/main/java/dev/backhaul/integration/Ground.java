package dev.backhaul.integration;

import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;

/**
 * What every change of an integration stands on.
 *
 * @param leases one per integration, {@code integration/<name>}
 * @param owner who takes them: unique per process
 * @param crash where the crash tests may stop the process
 * @param arrivals what our ingress has seen
 */
public record Ground(
    Store store,
    Leases leases,
    String owner,
    Time time,
    Ids ids,
    Audit audit,
    CrashPoint crash,
    Arrivals arrivals) {}
