package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.Request;
import dev.backhaul.manifest.Silence;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists, switches and proves off what would notify people or fire on our writes.
 *
 * <p>The canary is a record of our own: it is created by the platform's silent way (on Zendesk a
 * ticket import, which runs no triggers) with a private first comment; its requester is a user of
 * our own without any address (usual triggers spare the person who makes the change, so it must not
 * be ourselves), made once, found again by its external id and left there; then the record is
 * changed by an ordinary update with a public comment, which is what our later writes are and what
 * triggers and notifications act on; then the record's own trail (on Zendesk its audits) is read
 * for anything a rule did, and the record is deleted whatever was found. It proves that rules which
 * match any such ticket are off; a rule that matches only other tickets (another brand, another
 * form) is covered by the list, where every rule must be inactive, not by the canary.
 */
final class Silencer {
  private static final int MOST_SWITCHES = 3;

  private final Catalogue catalogue;
  private final Sender sender;
  private final Pages pages;

  Silencer(Catalogue catalogue, Sender sender) {
    this.catalogue = catalogue;
    this.sender = sender;
    this.pages = new Pages(sender);
  }

  SilenceReport silence(SilenceRequest request, String identity) {
    Silence how = catalogue.manifest().silence();
    if (how == null) {
      throw catalogue.cannot("silence", "");
    }
    List<String> noises =
        switch (request.verb()) {
          case LIST -> List.of();
          case DISABLE -> switched(how, request.items(), false);
          case RESTORE -> {
            sweep(how);
            yield switched(how, request.items(), true);
          }
          case CANARY -> canary(how, identity);
        };
    return new SilenceReport(list(how), noises, how.unprovable());
  }

  private List<SilenceItem> list(Silence how) {
    List<SilenceItem> out = new ArrayList<>();
    for (Silence.Cause cause : how.causes()) {
      for (ObjectNode row : pages.all(Operation.SILENCE, cause.list(), Json.object())) {
        boolean active = row.path("active").asBoolean();
        JsonNode captured =
            active ? whole(cause, row.path("id"), row.path("captured")) : row.path("captured");
        out.add(
            new SilenceItem(
                cause.cause(),
                row.path("id").asText(),
                row.path("title").asText(),
                active,
                captured instanceof ObjectNode all ? all : Json.object()));
      }
    }
    return out;
  }

  /** A rule as it stands now, whole; as given where the list told all of it. */
  private JsonNode whole(Silence.Cause cause, JsonNode id, JsonNode given) {
    Request whole = cause.whole();
    return whole == null
        ? given
        : sender.read(Operation.SILENCE, whole, Json.object().set("id", id));
  }

  private List<String> switched(Silence how, List<SilenceItem> items, boolean restore) {
    for (Silence.Cause cause : how.causes()) {
      ArrayNode rows = Json.mapper().createArrayNode();
      for (SilenceItem item : items) {
        if (item.cause().equals(cause.cause())) {
          rows.add(row(item, restore));
        }
      }
      if (!rows.isEmpty()) {
        send(cause, rows);
      }
    }
    return List.of();
  }

  private static ObjectNode row(SilenceItem item, boolean restore) {
    ObjectNode row = Json.object();
    row.set(
        "id",
        item.id().matches("[1-9][0-9]{0,17}")
            ? Json.tree(Long.parseLong(item.id()))
            : Json.tree(item.id()));
    row.put("active", restore && item.active());
    row.set("captured", item.captured());
    return row;
  }

  private void send(Silence.Cause cause, ArrayNode rows) {
    Request many = cause.switchMany();
    Request one = cause.switchOne();
    if (many != null) {
      ObjectNode variables = Json.object();
      variables.set("rows", rows);
      sender.write(Operation.SILENCE, many, variables);
    } else if (one != null) {
      for (JsonNode row : rows) {
        switchOne(cause, one, (ObjectNode) row);
      }
    } else {
      throw catalogue.cannot("switch of " + cause.cause(), "");
    }
  }

  /**
   * Switches one rule. Where rules are replaced whole, what stands now is read right before, so
   * that nothing that people or the platform put into it since is lost; one that moved in between
   * is read again.
   */
  private void switchOne(Silence.Cause cause, Request one, ObjectNode row) {
    for (int attempt = 1; ; attempt++) {
      row.set("captured", whole(cause, row.path("id"), row.path("captured")));
      try {
        sender.write(Operation.SILENCE, one, row);
        return;
      } catch (PlatformException e) {
        boolean moved = cause.whole() != null && e.failure() instanceof Failure.Conflict;
        if (!moved || attempt == MOST_SWITCHES) {
          throw e;
        }
      }
    }
  }

  /** Deletes the canaries of earlier proofs that died, or lost an answer, before they could. */
  private void sweep(Silence how) {
    Silence.Canary canary = how.canary();
    if (canary == null) {
      return;
    }
    JsonNode found = sender.read(Operation.SILENCE, canary.leftovers(), Json.object());
    for (JsonNode id : canary.leftoverIds().list(found)) {
      try {
        sender.write(Operation.SILENCE, canary.delete(), Json.object().set("id", id));
      } catch (PlatformException e) {
        if (!(e.failure() instanceof Failure.NotFound)) {
          throw e;
        }
      }
    }
  }

  private List<String> canary(Silence how, String identity) {
    Silence.Canary canary = how.canary();
    if (canary == null) {
      throw catalogue.cannot("canary", "");
    }
    sweep(how);
    ObjectNode variables = Json.object();
    variables.put("identity", identity);
    Request requester = canary.requester();
    Jq requesterId = canary.requesterId();
    if (requester != null && requesterId != null) {
      JsonNode made = sender.write(Operation.SILENCE, requester, variables);
      variables.set("requester", requesterId.first(made));
    }
    JsonNode made = sender.write(Operation.SILENCE, canary.create(), variables);
    variables.set("id", canary.id().first(made));
    List<String> noises;
    try {
      sender.write(Operation.SILENCE, canary.update(), variables);
      JsonNode seen = sender.read(Operation.SILENCE, canary.observe(), variables);
      noises = canary.noises().list(seen).stream().map(JsonNode::asText).toList();
    } finally {
      sender.write(Operation.SILENCE, canary.delete(), variables);
    }
    return noises;
  }
}
