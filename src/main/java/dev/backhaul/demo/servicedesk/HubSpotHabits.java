package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.demo.Habits;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** HubSpot as a source, as {@link HubSpotCopy} copies it. */
final class HubSpotHabits implements Habits {
  private static final String KEY = "properties.backhaul_key";
  private static final String LIFE = "properties.lifecyclestage";

  @Override
  public Set<String> objects() {
    return Set.of("companies", "contacts", "tickets");
  }

  /** The ledger does not tell one association of a record from another. */
  @Override
  public int mostWrites(String field) {
    return field.equals("associations") ? 2 : 1;
  }

  @Override
  public SortedMap<String, JsonNode> flat(ObjectNode record) {
    SortedMap<String, JsonNode> out = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : record.properties()) {
      out.put(field.getKey(), field.getValue());
    }
    return out;
  }

  @Override
  public boolean own(Difference difference) {
    return keyed(difference) || entered(difference);
  }

  /** A record that comes home bears the key it is found again by. */
  private static boolean keyed(Difference difference) {
    return difference.path().equals(KEY)
        && !difference.was().containsKey(KEY)
        && difference.now().get(KEY) instanceof JsonNode key
        && key.asText().startsWith("zendesk:");
  }

  /** When a stage of life was entered is noted by HubSpot itself. */
  private static boolean entered(Difference difference) {
    JsonNode stage = difference.wanted().get(LIFE);
    return stage != null
        && difference.path().equals("properties.hs_lifecyclestage_" + stage.asText() + "_date");
  }

  @Override
  public @Nullable String key(ObjectNode record) {
    return record.path(KEY).asText("");
  }

  /** A contact without any address, archived again. */
  @Override
  public boolean canary(ObjectNode record) {
    return record.path("properties.lastname").asText().equals("backhaul-canary")
        && !record.has("properties.email")
        && record.path("archived").asBoolean();
  }

  /** A note carries the time it was written at. */
  @Override
  public boolean keepsTimes() {
    return true;
  }
}
