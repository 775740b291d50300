package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.delta.StagedRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the children that travel with a record born in the target. */
@FunctionalInterface
interface Families {
  /**
   * One child, mapped.
   *
   * @param symbol the target record it comes from
   * @param set source path to value
   * @param needs symbols whose source id must exist first
   */
  record Child(
      String symbol, String sourceObject, Map<String, JsonNode> set, Collection<String> needs) {
    static Child of(Decision append) {
      Map<String, JsonNode> set = new LinkedHashMap<>();
      append.set().properties().forEach(entry -> set.put(entry.getKey(), entry.getValue()));
      return new Child(append.id(), append.object(), set, append.needs());
    }
  }

  /** Its children, oldest first. */
  List<Child> children(StagedRecord parent);
}
