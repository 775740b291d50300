package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Hazard;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.Manifests;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.platform.Write;
import dev.backhaul.platform.WriteAnswer;
import dev.backhaul.platform.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How tests ask a manifest and an account about one hazard. */
final class Facts {
  private Facts() {}

  static Manifest manifest(String platform) {
    return Manifests.read(Path.of("config/platforms/" + platform + ".yaml"));
  }

  /** The codes of the questions that a write runs into; texts with single quotes. */
  static List<String> asked(
      Manifest manifest, String object, Kind kind, String before, String set, String... clear) {
    ObjectNode facts = Json.object().put("kind", kind.name());
    facts.set("before", json(before));
    facts.set("set", json(set));
    facts.set("clear", Json.tree(List.of(clear)));
    facts.putArray("children");
    return manifest.hazards(object, kind, facts).stream().map(Hazard::code).toList();
  }

  /** All sentences of what cannot be done. */
  static List<String> cannot(Manifest manifest) {
    return manifest.cannot().stream().map(no -> no.operation() + ": " + no.reason()).toList();
  }

  static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  /** Updates one record, on the version it has now. */
  static WriteResult update(Stand stand, String object, String id, ObjectNode set)
      throws InterruptedException {
    String version = stand.account.read(object, ReadRequest.ids(List.of(id))).getFirst().version();
    return write(
        stand,
        object,
        new Write("k", Write.Kind.UPDATE, id, null, set, List.of(), version, List.of(), null));
  }

  /** Writes once, and waits for a job. */
  static WriteResult write(Stand stand, String object, Write write) throws InterruptedException {
    WriteAnswer answer = stand.account.write(object, List.of(write));
    while (answer.job() != null) {
      stand.time.sleep(Duration.ofSeconds(1));
      answer = stand.account.job(object, answer.job(), List.of(write));
    }
    return answer.results().getFirst();
  }
}
