package dev.backhaul.integration;

import dev.backhaul.journal.Entry;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.ManualStep;
import dev.backhaul.store.Actor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** People's words on manual steps, each with its evidence, kept for good. */
final class Confirmations {
  private static final int MOST_EVIDENCE = 10_000_000;

  private final Ground ground;

  Confirmations(Ground ground) {
    this.ground = ground;
  }

  /**
   * What one person says.
   *
   * @param effect true: it is done, or took effect; false: it had no effect
   */
  record Word(Actor actor, boolean effect, String note, Steps.@Nullable Attachment evidence) {}

  /** Takes one person's word while nobody else changes the integration; settles what it settles. */
  Steps.Step confirm(Claim claim, Wired one, Steps.Step asked, Word word) {
    return claim.holding(
        one,
        held -> {
          Steps.Check seen =
              new StepLook(ground).at(one, asked, new Look(ground.time()), held.book());
          Steps.Step now =
              confirm(asked, word.actor(), word.effect(), word.note(), word.evidence(), seen);
          if (now.done() && asked.due().equals(Steps.SETTLE)) {
            settle(held, asked, word);
          }
          return now;
        });
  }

  private static void settle(Claim.Held held, Steps.Step asked, Word word) {
    for (Entry entry : held.book().open()) {
      if (!entry.id().equals(asked.id())) {
        continue;
      }
      if (word.effect()) {
        held.book().verified(entry, entry.trace().nativeId(), null, word.actor().name());
      } else {
        held.book().failed(entry, "two people saw that it had no effect");
      }
    }
  }

  /** Counts one person's word; done once enough different people have given it. */
  private Steps.Step confirm(
      Steps.Step step,
      Actor actor,
      boolean effect,
      String note,
      Steps.@Nullable Attachment evidence,
      Steps.Check seen) {
    refuseWhatCannotCount(step, actor, effect, evidence, seen);
    return ground
        .store()
        .inTransaction(
            tx -> {
              if (votes(tx, step.id(), !effect) > 0) {
                throw new IntegrationException(
                    "step " + step.id() + ": somebody said the opposite; settle that first");
              }
              keep(tx, step, actor, effect, note, evidence);
              boolean enough = votes(tx, step.id(), effect) >= step.people();
              if (enough && step.wantsEvidence() && attached(tx, step.id()) == 0) {
                throw new IntegrationException(
                    "step "
                        + step.id()
                        + ": nobody has attached evidence yet ("
                        + step.evidence()
                        + "); give it with --evidence");
              }
              tx.createUpdate(
                      "UPDATE integration_step SET checked = :checked, state = :state, done_at = :done"
                          + " WHERE id = :id")
                  .bind("checked", seen.name())
                  .bind("state", enough ? "DONE" : "ASKED")
                  .bind("done", enough ? ground.time().millis() : null)
                  .bind("id", step.id())
                  .execute();
              if (enough && step.due().equals(ManualStep.When.RESUME.name())) {
                withdraw(tx, step.integration(), step.item());
              }
              return Steps.step(tx, step.id());
            });
  }

  private static void refuseWhatCannotCount(
      Steps.Step step,
      Actor actor,
      boolean effect,
      Steps.@Nullable Attachment evidence,
      Steps.Check seen) {
    if (!step.state().equals("ASKED")) {
      throw new IntegrationException(
          "step " + step.id() + " is " + step.state().toLowerCase(Locale.ROOT));
    }
    if (step.confirmedBy().contains(actor.name())) {
      throw new IntegrationException(
          "step " + step.id() + " needs a second person: " + actor.name() + " has confirmed it");
    }
    if (!effect && !step.due().equals(Steps.SETTLE)) {
      throw new IntegrationException(
          "step "
              + step.id()
              + " is confirmed when it is done; --no-effect is for unclear changes");
    }
    if (effect && seen == Steps.Check.FAILS) {
      throw new IntegrationException(
          "step "
              + step.id()
              + ": a look at the provider says that it is not so; do it, then confirm");
    }
    if (evidence != null && evidence.content().length > MOST_EVIDENCE) {
      throw new IntegrationException("evidence of at most " + MOST_EVIDENCE + " bytes");
    }
  }

  private static long votes(Handle tx, String step, boolean effect) {
    return tx.createQuery(
            "SELECT COUNT(*) FROM integration_confirmation WHERE step = :id AND effect = :effect")
        .bind("id", step)
        .bind("effect", effect ? 1 : 0)
        .mapTo(Long.class)
        .one();
  }

  private static long attached(Handle tx, String step) {
    return tx.createQuery(
            "SELECT COUNT(*) FROM integration_confirmation WHERE step = :id AND hash IS NOT NULL")
        .bind("id", step)
        .mapTo(Long.class)
        .one();
  }

  private void keep(
      Handle tx,
      Steps.Step step,
      Actor actor,
      boolean effect,
      String note,
      Steps.@Nullable Attachment evidence) {
    String hash = evidence == null ? null : sha256(evidence.content());
    byte[] content =
        evidence == null
            ? null
            : ground
                .store()
                .payload()
                .encode(
                    Json.object()
                        .put("base64", Base64.getEncoder().encodeToString(evidence.content())));
    tx.createUpdate(
            "INSERT INTO integration_confirmation (step, actor, effect, note, name, hash, content, at)"
                + " VALUES (:step, :actor, :effect, :note, :name, :hash, :content, :at)")
        .bind("step", step.id())
        .bind("actor", actor.name())
        .bind("effect", effect ? 1 : 0)
        .bind("note", note)
        .bind("name", evidence == null ? null : evidence.name())
        .bind("hash", hash)
        .bind("content", content)
        .bind("at", ground.time().millis())
        .execute();
    ground
        .audit()
        .append(
            tx,
            actor.name(),
            "confirm a manual step",
            step.integration(),
            Json.object()
                .put("step", step.id())
                .put("effect", effect)
                .put("note", note)
                .put("evidence", hash));
  }

  /** Put back by hand: what was done by hand before counts no longer. */
  private static void withdraw(Handle tx, String integration, String item) {
    tx.createUpdate(
            "UPDATE integration_step SET state = 'WITHDRAWN' WHERE integration = :integration"
                + " AND item = :item AND due IN ('PAUSE', 'REPOINT', 'RESUME')")
        .bind("integration", integration)
        .bind("item", item)
        .execute();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
