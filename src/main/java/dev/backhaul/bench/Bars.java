package dev.backhaul.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.io.PrintStream;
import java.util.List;

/**
 * What one benchmark found, printable for people and machines.
 *
 * @param bench its name
 * @param seeds of everything random in it
 * @param raw the measurements the bars were computed from
 * @param bars in the order to print them
 */
public record Bars(String bench, List<Long> seeds, JsonNode raw, List<Bar> bars) {
  /** Copies the lists. */
  public Bars {
    seeds = List.copyOf(seeds);
    bars = List.copyOf(bars);
  }

  /** Whether every goal is met; no bars at all meet none. */
  public boolean met() {
    return !bars.isEmpty() && bars.stream().allMatch(Bar::met);
  }

  /**
   * Prints one JSON object, or a table.
   *
   * @return the exit code: 0 only if every goal is met, else 1
   */
  public int print(PrintStream out, boolean asJson) {
    if (asJson) {
      out.println(Json.text(json()));
    } else {
      bars.forEach(bar -> out.println(bar.line()));
      long missed = bars.stream().filter(bar -> !bar.met()).count();
      out.println(
          missed == 0
              ? "%s: all %d goals met".formatted(bench, bars.size())
              : "%s: %d of %d goals missed".formatted(bench, missed, bars.size()));
    }
    return met() ? 0 : 1;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("bench", bench);
    json.putObject("machine")
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("maxHeapMegabytes", Runtime.getRuntime().maxMemory() >> 20);
    String version = Bars.class.getPackage().getImplementationVersion();
    json.putObject("versions")
        .put("backhaul", version == null ? "development" : version)
        .put("java", Runtime.version().toString());
    ArrayNode seedList = json.putArray("seeds");
    seeds.forEach(seedList::add);
    json.set("raw", raw);
    ArrayNode list = json.putArray("bars");
    bars.forEach(
        bar ->
            list.addObject()
                .put("name", bar.name())
                .put("value", bar.value())
                .put("goal", bar.goal())
                .put("unit", bar.unit())
                .put("met", bar.met()));
    json.put("met", met());
    return json;
  }
}
