package dev.backhaul.mapping;

/** A lens whose source leaf holds several values: merged member by member, never as a whole. */
sealed interface Collected permits ListLens, SetLens {
  /** How the source leaf holds its members. */
  Texts form();
}
