package dev.backhaul.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What people have said yes to: given once, by name and with a reason, never by a timeout, and
 * revocable. Each stands in the audit trail in the same transaction.
 */
public final class Approvals {
  private final Store store;
  private final Audit audit;
  private final Ids ids;
  private final InstantSource clock;
  private final boolean secondPerson;

  /**
   * Approvals kept in {@code store}.
   *
   * @param secondPerson whether whoever proposed something may not approve it
   */
  public Approvals(Store store, Audit audit, Ids ids, InstantSource clock, boolean secondPerson) {
    this.store = store;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
    this.secondPerson = secondPerson;
  }

  /** What an approval is for. */
  public enum Kind {
    /** One plan (or undo preview), by its hash. */
    PLAN,
    /** Later plans that fit it. */
    STANDING,
    /** A cause of noise that cannot be proven silent. */
    WAIVER,
    /** A class of writes that cannot be undone, for one plan. */
    CONSENT
  }

  /** One approval in force or not. */
  public record Approval(
      String id,
      Kind kind,
      String subject,
      JsonNode detail,
      String actor,
      String reason,
      Instant at,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {}

  /**
   * Approves a plan by its hash.
   *
   * @param proposedBy who made the plan
   * @throws NotAllowedException if the actor may not approve, or is the one who proposed it
   */
  public Approval approvePlan(String hash, String proposedBy, Actor actor, String reason) {
    return give(
        Kind.PLAN,
        hash,
        Json.object().put("proposedBy", proposedBy),
        proposedBy,
        actor,
        reason,
        null);
  }

  /** Approves later plans that fit {@code standing}, until it expires. */
  public Approval approveStanding(
      Standing standing, String proposedBy, Actor actor, String reason) {
    ObjectNode detail =
        Json.object().put("proposedBy", proposedBy).put("mostPerHour", standing.mostPerHour());
    standing.objects().stream().sorted().forEach(detail.putArray("objects")::add);
    standing.kinds().stream().sorted().forEach(detail.putArray("kinds")::add);
    return give(
        Kind.STANDING, standing.name(), detail, proposedBy, actor, reason, standing.expires());
  }

  /** Takes responsibility for a cause of noise that cannot be proven silent. */
  public Approval waive(String cause, Actor actor, String reason) {
    return give(Kind.WAIVER, cause, Json.object(), null, actor, reason, null);
  }

  /** Consents to writes of one plan that cannot be undone. */
  public Approval consent(String hash, Actor actor, String reason) {
    return give(Kind.CONSENT, hash, Json.object(), null, actor, reason, null);
  }

  /** Takes an approval back; what it covered and is not yet sent is refused from now on. */
  public void revoke(String id, Actor actor, String reason) {
    actor.require(Actor.Role.APPROVER, "revoke an approval");
    store.useTransaction(
        tx -> {
          int revoked =
              tx.createUpdate(
                      "UPDATE approval SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
                  .bind("now", clock.millis())
                  .bind("id", id)
                  .execute();
          if (revoked == 0) {
            throw new IllegalArgumentException(
                "no approval " + id + " is in force: nothing was revoked");
          }
          audit.append(tx, actor.name(), "revoke", id, Json.object().put("reason", reason));
        });
  }

  /** Whether the plan with this hash is approved. */
  public boolean planApproved(Handle handle, String hash) {
    return inForce(handle, Kind.PLAN, hash).isPresent();
  }

  /** Whether somebody consented to this plan's writes that cannot be undone. */
  public boolean consented(Handle handle, String hash) {
    return inForce(handle, Kind.CONSENT, hash).isPresent();
  }

  /** The causes that named persons answer for. */
  public Set<String> waived(Handle handle) {
    Set<String> causes = new HashSet<>();
    inForce(handle).stream()
        .filter(a -> a.kind() == Kind.WAIVER)
        .forEach(a -> causes.add(a.subject()));
    return causes;
  }

  /** The standing approvals in force. */
  public List<Standing> standing(Handle handle) {
    return inForce(handle).stream()
        .filter(approval -> approval.kind() == Kind.STANDING)
        .map(
            approval ->
                new Standing(
                    approval.subject(),
                    texts(approval.detail().path("objects")),
                    texts(approval.detail().path("kinds")),
                    approval.detail().path("mostPerHour").asInt(),
                    approval.expiresAt() == null ? Instant.MAX : approval.expiresAt()))
        .toList();
  }

  /** Everything that is in force now, oldest first. */
  public List<Approval> inForce(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM approval WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now) ORDER BY at, id")
        .bind("now", clock.millis())
        .map((row, context) -> approval(row))
        .list();
  }

  private Optional<Approval> inForce(Handle handle, Kind kind, String subject) {
    return inForce(handle).stream()
        .filter(a -> a.kind() == kind && a.subject().equals(subject))
        .findFirst();
  }

  private Approval give(
      Kind kind,
      String subject,
      JsonNode detail,
      @Nullable String proposedBy,
      Actor actor,
      String reason,
      @Nullable Instant expires) {
    String what = "approve " + kind.name().toLowerCase(Locale.ROOT) + " " + subject;
    actor.require(Actor.Role.APPROVER, what);
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an approval needs a reason");
    }
    if (secondPerson && actor.name().equals(proposedBy)) {
      throw new NotAllowedException(
          actor.name()
              + " may not "
              + what
              + ": who proposed it cannot approve it; ask a second person");
    }
    if (expires != null && !expires.isAfter(clock.instant())) {
      throw new IllegalArgumentException(what + ": it would have expired already, at " + expires);
    }
    Approval fresh =
        new Approval(
            ids.next(),
            kind,
            subject,
            detail,
            actor.name(),
            reason,
            Instant.ofEpochMilli(clock.millis()),
            expires,
            null);
    return store.inTransaction(
        tx -> {
          // Saying yes twice is one yes: a repeated click or call changes nothing.
          Optional<Approval> standing = inForce(tx, kind, subject);
          if (standing.isPresent() && kind != Kind.STANDING) {
            return standing.get();
          }
          // A standing approval given again may have other limits: the new one replaces the old.
          tx.createUpdate(
                  "UPDATE approval SET revoked_at = :now WHERE kind = 'STANDING' AND :kind = 'STANDING'"
                      + " AND subject = :subject AND revoked_at IS NULL")
              .bind("now", clock.millis())
              .bind("kind", kind.name())
              .bind("subject", subject)
              .execute();
          insert(tx, fresh);
          audit.append(
              tx,
              fresh.actor(),
              "approve",
              kind + " " + subject,
              Json.object().put("id", fresh.id()).put("reason", reason));
          return fresh;
        });
  }

  private static void insert(Handle tx, Approval approval) {
    tx.createUpdate(
            "INSERT INTO approval (id, kind, subject, detail, actor, reason, at, expires_at)"
                + " VALUES (:id, :kind, :subject, :detail, :actor, :reason, :at, :expires)")
        .bind("id", approval.id())
        .bind("kind", approval.kind().name())
        .bind("subject", approval.subject())
        .bind("detail", Json.text(approval.detail()))
        .bind("actor", approval.actor())
        .bind("reason", approval.reason())
        .bind("at", approval.at().toEpochMilli())
        .bind("expires", approval.expiresAt() == null ? null : approval.expiresAt().toEpochMilli())
        .execute();
  }

  private static Approval approval(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Approval(
        row.getString("id"),
        Kind.valueOf(row.getString("kind")),
        row.getString("subject"),
        Json.parse(row.getString("detail")),
        row.getString("actor"),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("at")),
        instant(row, "expires_at"),
        instant(row, "revoked_at"));
  }

  private static @Nullable Instant instant(java.sql.ResultSet row, String column)
      throws java.sql.SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> out = new HashSet<>();
    list.forEach(element -> out.add(element.asText()));
    return out;
  }
}
