package dev.backhaul.parity;

import java.util.List;

/**
 * Every verified write to one source object, read back again now.
 *
 * @param object the source object
 * @param written verified writes that were not undone
 * @param equal the source still holds what we wrote
 * @param changedSince somebody has changed it since
 * @param gone the record or child is no longer there
 * @param differs other values though nobody touched the record: our own mistake, must be 0
 * @param unreadable writes that the platform lets nobody read back
 * @param carried children that travelled inside creates
 * @param carriedFound how many of those are there now
 * @param doubled decisions written twice, must be 0
 * @param unsettled writes of which nobody knows yet whether they took effect
 * @param look some of the records that differ or are gone, as {@code object:id} of the source
 */
public record WriteRow(
    String object,
    long written,
    long equal,
    long changedSince,
    long gone,
    long differs,
    long unreadable,
    long carried,
    long carriedFound,
    long doubled,
    long unsettled,
    List<String> look) {

  /** Copies the list. */
  public WriteRow {
    look = List.copyOf(look);
  }
}
