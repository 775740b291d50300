package dev.backhaul.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.json.JsonException;
import dev.backhaul.manifest.IngressPoint;
import dev.backhaul.manifest.JqException;
import dev.backhaul.mapping.Flag;
import dev.backhaul.mapping.Inversion;
import dev.backhaul.mapping.Mapping;
import dev.backhaul.mapping.References;
import dev.backhaul.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * What has the target's shape, in the source's words: the mapping read backwards, as for a record
 * that was created in the target. What it cannot decide is for a person: such an event becomes a
 * dead letter that says which fields.
 */
public final class Mapped implements Transformation {
  private final Mapping mapping;
  private final IngressPoint.Transform transform;
  private final References references;

  private Mapped(Mapping mapping, IngressPoint.Transform transform, References references) {
    this.mapping = mapping;
    this.transform = transform;
    this.references = references;
  }

  /**
   * Reads the mapping.
   *
   * @throws dev.backhaul.mapping.MappingException if it is wrong
   */
  public static Mapped by(Path folder, IngressPoint.Transform transform, Store store) {
    return new Mapped(
        Mapping.load(folder.resolve(transform.mapping())), transform, new IdMap(store));
  }

  @Override
  public byte[] apply(byte[] body) {
    JsonNode record;
    try {
      record = transform.record().first(Json.parse(body));
    } catch (JsonException | JqException e) {
      throw new IllegalArgumentException("no " + mapping.targetObject() + " in the payload", e);
    }
    if (!(record instanceof ObjectNode target)) {
      throw new IllegalArgumentException("no " + mapping.targetObject() + " in the payload");
    }
    Inversion inversion = mapping.create(target, references);
    if (!inversion.flags().isEmpty()) {
      throw new IllegalArgumentException(
          "undecided: "
              + inversion.flags().stream().map(Mapped::named).collect(Collectors.joining(", ")));
    }
    ObjectNode out = Json.object().put("object", mapping.sourceObject());
    JsonNode key = target.at("/" + mapping.identityTarget().replace('.', '/'));
    out.set("joinKey", key.isMissingNode() ? null : key);
    ObjectNode set = out.putObject("set");
    inversion.set().forEach(set::set);
    return Json.text(out).getBytes(StandardCharsets.UTF_8);
  }

  private static String named(Flag flag) {
    return String.valueOf(flag.field());
  }
}
