package dev.backhaul.contract;

import dev.backhaul.manifest.ErrorRule;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Role;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One platform in one role, ready to be held to the contract over its sandbox. A fresh one for each
 * clause; {@link #open} is called once, before anything else but {@link #platform} and {@link
 * #answers}.
 */
interface Subject {
  /** The name of its manifest. */
  String platform();

  /** The role it is examined in. */
  Role role();

  /**
   * A fresh sandbox that lets {@link #token} in, with the limits that the manifest names.
   *
   * @param lateness how long a change may stay unseen by those who ask for changes
   */
  Sandbox open(Time time, Duration lateness);

  /** The secret that {@link #open} let in. */
  String token();

  /** Takes {@link #token} back. */
  void revoke();

  /** The migration's own join keys, by object. */
  Map<String, String> joinKeys();

  /** The limit that people's own work presses on most, by the name the manifest gives it. */
  String sharedLimit();

  /** Reads with exactly one request that counts in {@link #sharedLimit}, changing nothing. */
  void ask(Account account);

  /** What others do that counts in {@link #sharedLimit}: method and path. */
  List<String> business();

  /** Answers as the vendor words them: at least one for each line of the error map. */
  List<Answer> answers();

  /**
   * An answer in the vendor's own words, and what it means.
   *
   * @param fields the fields it names, for a refusal
   */
  record Answer(int status, String body, ErrorRule.Meaning is, List<String> fields) {
    Answer(int status, String body, ErrorRule.Meaning is) {
      this(status, body, is, List.of());
    }

    @Override
    public String toString() {
      return status + " is " + is + ": " + body.substring(0, Math.min(60, body.length()));
    }
  }
}
