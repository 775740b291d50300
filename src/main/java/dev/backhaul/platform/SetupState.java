package dev.backhaul.platform;

/** How an account stands that must have something before records of an object are written there. */
public enum SetupState {
  /** The manifest asks for nothing. */
  NEEDLESS,
  /** It is there as it must be. */
  READY,
  /** It is not there. */
  MISSING,
  /** Something else is there under its name, which cannot be changed into it. */
  UNUSABLE
}
