package dev.backhaul.integration;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.SecretRule;
import dev.backhaul.yaml.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The table of captures: how every item was before our first change of it. */
final class Captures {
  private final Ground ground;

  Captures(Ground ground) {
    this.ground = ground;
  }

  /**
   * One capture.
   *
   * @param image the item in its kind's words; null if it was not there
   * @param at when it was read
   */
  record Capture(
      String id, String integration, String item, @Nullable ObjectNode image, Instant at) {}

  /** Stores what was read as the state to return to, in place of an older one. */
  Capture store(Handle tx, Wired wired, String item, Seen seen, String actor) {
    tx.createUpdate(
            "UPDATE integration_capture SET closed_at = :at WHERE integration = :integration"
                + " AND item = :item AND closed_at IS NULL")
        .bind("at", ground.time().millis())
        .bind("integration", wired.name())
        .bind("item", item)
        .execute();
    String id = ground.ids().next();
    tx.createUpdate(
            "INSERT INTO integration_capture (id, integration, kind, item, image, read_at, actor)"
                + " VALUES (:id, :integration, :kind, :item, :image, :at, :actor)")
        .bind("id", id)
        .bind("integration", wired.name())
        .bind("kind", wired.kind().kind())
        .bind("item", item)
        .bind("image", ground.store().payload().encode(payload(wired, seen)))
        .bind("at", seen.at().toEpochMilli())
        .bind("actor", actor)
        .execute();
    return new Capture(id, wired.name(), item, seen.image(), seen.at());
  }

  /** The secret itself never: where it stands. */
  private static ObjectNode payload(Wired wired, Seen seen) {
    ObjectNode out = Json.object();
    ObjectNode image = seen.image();
    out.set("image", image == null ? NullNode.getInstance() : image);
    out.set("raw", seen.raw());
    out.put("owner", wired.spec().owner());
    SecretRule rule = wired.kind().secret();
    String name = rule == null ? null : rule.credential();
    Secret reference = name == null ? null : wired.spec().credentials().get(name);
    out.put("secret", reference == null ? null : reference.reference());
    return out;
  }

  /** The state to return to; empty if nothing was captured since the last restore. */
  Optional<Capture> open(Handle handle, String integration, String item) {
    return handle
        .createQuery(
            "SELECT id, integration, item, image, read_at FROM integration_capture"
                + " WHERE integration = :integration AND item = :item AND closed_at IS NULL"
                + " ORDER BY read_at DESC, id DESC LIMIT 1")
        .bind("integration", integration)
        .bind("item", item)
        .reduceRows(new java.util.ArrayList<Capture>(), (out, row) -> add(out, row))
        .stream()
        .findFirst();
  }

  /** All states to return to of one integration. */
  List<Capture> open(Handle handle, String integration) {
    return handle
        .createQuery(
            "SELECT id, integration, item, image, read_at FROM integration_capture"
                + " WHERE integration = :integration AND closed_at IS NULL ORDER BY item")
        .bind("integration", integration)
        .reduceRows(new java.util.ArrayList<Capture>(), (out, row) -> add(out, row));
  }

  private java.util.ArrayList<Capture> add(java.util.ArrayList<Capture> out, RowView row) {
    ObjectNode payload =
        ground.store().payload().decodeObject(row.getColumn("image", byte[].class));
    out.add(
        new Capture(
            row.getColumn("id", String.class),
            row.getColumn("integration", String.class),
            row.getColumn("item", String.class),
            payload.path("image") instanceof ObjectNode image ? image : null,
            Instant.ofEpochMilli(row.getColumn("read_at", Long.class))));
    return out;
  }

  /** All is put back: the next change captures anew. */
  void close(Handle tx, String integration, String item) {
    tx.createUpdate(
            "UPDATE integration_capture SET closed_at = :at WHERE integration = :integration"
                + " AND item = :item AND closed_at IS NULL")
        .bind("at", ground.time().millis())
        .bind("integration", integration)
        .bind("item", item)
        .execute();
  }
}
