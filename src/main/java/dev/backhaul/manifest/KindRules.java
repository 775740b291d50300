package dev.backhaul.manifest;

import dev.backhaul.manifest.IntegrationKind.SwitchClass;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a kind's file must not say; each message begins with the key it is about. */
final class KindRules {
  private KindRules() {}

  /** The three changes. */
  record Verbs(
      @Nullable SwitchVerb pause, @Nullable SwitchVerb resume, @Nullable SwitchVerb repoint) {
    List<SwitchVerb> all() {
      return Stream.of(pause, resume, repoint).filter(Objects::nonNull).toList();
    }
  }

  static void check(
      int version,
      String kind,
      SwitchClass switchClass,
      @Nullable IntegrationConnect connect,
      @Nullable Paged list,
      @Nullable IntegrationCapture capture,
      Verbs verbs,
      @Nullable IntegrationVerify verify,
      @Nullable Reconcile reconcile,
      List<ManualStep> checklist) {
    require(version == 1, "integration: expected version 1, found " + version);
    require(
        kind.matches("[a-z][a-z0-9-]{0,62}"),
        "kind: must be lower-case letters, digits and dashes, beginning with a letter");
    if (connect == null) {
      require(list == null, "list: needs connect, which says whom to ask");
      require(capture == null, "capture: needs connect, which says whom to ask");
      require(verbs.all().isEmpty(), "class: a kind without connect has no automatic verbs");
    }
    proven(capture, verbs, verify);
    fits(switchClass, verbs, checklist);
    for (ManualStep step : checklist) {
      ManualStep.Check check = step.check();
      require(
          check == null || check.that() == null || capture != null,
          "checklist: the check of '" + step.step() + "' needs capture, which reads the item");
    }
  }

  /** No verb without capture and verify. */
  private static void proven(
      @Nullable IntegrationCapture capture, Verbs verbs, @Nullable IntegrationVerify verify) {
    if (verbs.all().isEmpty()) {
      return;
    }
    require(capture != null, "verify: a kind with verbs needs capture: no change before it");
    if (verify == null) {
      throw new IllegalArgumentException(
          "class: a kind with verbs needs verify: no change is believed without a separate look");
    }
    boolean probed = verify.probe() != null;
    boolean silent = capture != null && capture.request() == null;
    require(
        !silent || probed,
        "capture: has no request, so verify needs a probe: nothing else would prove a change");
    shown(verbs.pause(), verify.paused(), silent, "pause: verify.paused");
    shown(verbs.resume(), verify.live(), silent, "resume: verify.live");
    shown(verbs.repoint(), verify.repointed(), silent && probed, "repoint: verify.repointed");
    require(
        verbs.pause() == null || verbs.resume() != null,
        "pause: has no resume to undo it; every change must be undoable");
    require(
        verbs.repoint() == null || silent || verify.live() != null,
        "repoint: verify.live must say how it looks when it is put back");
  }

  private static void shown(
      @Nullable SwitchVerb verb, @Nullable Jq condition, boolean excused, String what) {
    require(
        verb == null || condition != null || excused,
        what + " must say what a separate read shows after it");
  }

  private static void fits(SwitchClass is, Verbs verbs, List<ManualStep> checklist) {
    switch (is) {
      case TOGGLE ->
          require(
              verbs.pause() != null && verbs.resume() != null,
              "class: a toggle has pause and resume");
      case URL_ONLY -> {
        require(verbs.repoint() != null, "class: url-only has repoint");
        require(
            verbs.pause() == null, "pause: url-only has no flag; what pauses it is the repoint");
      }
      case RECREATE -> {
        require(!verbs.all().isEmpty(), "class: recreate has verbs that delete and make anew");
        require(
            verbs.all().stream().anyMatch(verb -> !verb.changes().isEmpty()),
            "class: recreate must name what changes (id, secret, cursor) at the verb that makes anew");
      }
      case MANUAL ->
          require(!checklist.isEmpty(), "checklist: a manual kind says what people must do");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
