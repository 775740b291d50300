package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Zendesk as a source: records in its API's own shape. */
final class ZendeskHabits implements Habits {
  /** Follow any write by themselves. */
  private static final Set<String> VOLATILE =
      Set.of("updated_at", "generated_timestamp", "raw_subject", "url");

  @Override
  public Set<String> objects() {
    return Set.of("organization", "user", "ticket");
  }

  @Override
  public int mostWrites(String field) {
    return 1;
  }

  /** Custom fields go by their id. */
  @Override
  public SortedMap<String, JsonNode> flat(ObjectNode record) {
    SortedMap<String, JsonNode> out = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : record.properties()) {
      String name = field.getKey();
      if (name.equals("custom_fields")) {
        field.getValue().forEach(f -> out.put(name + "." + f.path("id").asText(), f.path("value")));
      } else if (name.endsWith("_fields") && field.getValue().isObject()) {
        for (Map.Entry<String, JsonNode> own : field.getValue().properties()) {
          out.put(name + "." + own.getKey(), own.getValue());
        }
      } else {
        out.put(name, field.getValue());
      }
    }
    return out;
  }

  @Override
  public boolean own(Difference difference) {
    boolean closed = difference.object().equals("ticket") && closedItself(difference);
    return ((difference.touched() || closed) && VOLATILE.contains(difference.path()))
        || (closed && difference.path().equals("status"));
  }

  /** Solved tickets close by themselves after some days. */
  private static boolean closedItself(Difference difference) {
    return !difference.wanted().containsKey("status")
        && status(difference.was()).equals("solved")
        && status(difference.now()).equals("closed");
  }

  private static String status(SortedMap<String, JsonNode> fields) {
    return fields.getOrDefault("status", MissingNode.getInstance()).asText();
  }

  @Override
  public @Nullable String key(ObjectNode record) {
    return record.path("external_id").asText("");
  }

  /** A ticket, deleted again, and its requester, a user without any address. */
  @Override
  public boolean canary(ObjectNode record) {
    if (record.path("external_id").asText().equals("backhaul-canary") && !record.has("status")) {
      return record.path("email").asText("").isEmpty();
    }
    boolean tagged = false;
    for (JsonNode tag : record.path("tags")) {
      tagged |= tag.asText().equals("backhaul_canary");
    }
    return tagged && record.path("status").asText().equals("deleted");
  }

  /** A comment on an existing ticket carries the time of the write. */
  @Override
  public boolean keepsTimes() {
    return false;
  }
}
