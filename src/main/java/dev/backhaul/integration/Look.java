package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.IntegrationCapture;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.Paged;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.Requests;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what an integration has and how one item of it is. Changes nothing. */
final class Look {
  private final InstantSource clock;

  Look(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The items that are meant: those named in {@code integrations.yaml}, else those of the list that
   * point to the hosts it names.
   */
  List<Item> items(Wired wired) {
    if (!wired.spec().items().isEmpty()) {
      return wired.spec().items().keySet().stream()
          .map(id -> new Item(id, null, null, null))
          .toList();
    }
    return all(wired).stream().filter(item -> meant(wired, item)).toList();
  }

  /** Everything that the provider lists; empty where it has no list. */
  List<Item> all(Wired wired) {
    Paged list = wired.kind().list();
    Requests requests = wired.requests();
    if (list == null || requests == null) {
      return List.of();
    }
    List<Item> out = new ArrayList<>();
    for (ObjectNode row : requests.all(list, Variables.of(wired))) {
      String id = row.path("id").asText("");
      if (id.isEmpty()) {
        throw new PlatformException(
            wired + " list", new Failure.Fatal("a row without id: correct list.items of its kind"));
      }
      JsonNode on = row.path("on");
      out.add(
          new Item(
              id, text(row, "name"), text(row, "url"), on.isBoolean() ? on.booleanValue() : null));
    }
    return out;
  }

  private static boolean meant(Wired wired, Item item) {
    List<String> hosts = wired.spec().pointsTo();
    String url = item.url();
    if (hosts.isEmpty() || url == null) {
      return true;
    }
    String host = host(url);
    URI hold = wired.holdAt();
    boolean held = hold != null && host != null && host.equalsIgnoreCase(hold.getHost());
    // One that we have pointed elsewhere is still one of them.
    return held || (host != null && Manifest.fits(hosts, host));
  }

  private static @Nullable String host(String url) {
    try {
      return URI.create(url).getHost();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** One item as it is now. */
  Seen at(Wired wired, String item) {
    IntegrationCapture capture = wired.kind().capture();
    Requests requests = wired.requests();
    if (capture == null || requests == null) {
      throw new PlatformException(
          wired + " " + item, new Failure.Fatal("its kind cannot be read by requests"));
    }
    ObjectNode variables = Variables.of(wired, item);
    JsonNode raw = variables.path("item");
    if (capture.request() != null) {
      try {
        raw = requests.read(capture.request(), variables);
      } catch (PlatformException e) {
        if (e.failure() instanceof Failure.NotFound) {
          return new Seen(null, com.fasterxml.jackson.databind.node.NullNode.getInstance(), now());
        }
        throw e;
      }
    }
    ObjectNode input = variables.deepCopy();
    input.set("answer", raw);
    return new Seen(
        capture.as().first(input) instanceof ObjectNode image ? image : null, raw, now());
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  private static @Nullable String text(ObjectNode row, String name) {
    JsonNode value = row.path(name);
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
  }
}
