package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.platform.ChangesRequest;
import dev.backhaul.platform.CountRequest;
import dev.backhaul.platform.Counts;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.HistoryRequest;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ProbeReport;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.SilenceReport;
import dev.backhaul.platform.SilenceRequest;
import dev.backhaul.platform.Write;
import dev.backhaul.platform.WriteAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records to read, and a list of what was asked. Planning writes nothing: writes are refused. */
final class FakeAccount implements Account {
  private final Role role;
  private final Map<String, Map<String, Item>> objects = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  @Nullable Long live;

  FakeAccount(Role role) {
    this.role = role;
  }

  void put(
      String object,
      String id,
      @Nullable String joinKey,
      String version,
      Instant updated,
      ObjectNode fields) {
    objects
        .computeIfAbsent(object, name -> new TreeMap<>())
        .put(id, new Item(id, joinKey, version, null, updated, fields));
  }

  void remove(String object, String id) {
    objects.getOrDefault(object, new HashMap<>()).remove(id);
  }

  @Override
  public List<Item> read(String object, ReadRequest request) {
    asked.add(object + " by " + request.by() + " " + request.keys());
    return objects.getOrDefault(object, Map.of()).values().stream()
        .filter(item -> request.keys().contains(key(item, request.by())))
        .toList();
  }

  private static String key(Item item, String by) {
    return switch (by) {
      case "id" -> item.id();
      case "joinKey" -> Objects.requireNonNullElse(item.joinKey(), "");
      default -> Dotted.at(item.fields(), by).asText();
    };
  }

  @Override
  public Counts count(String object, CountRequest request) {
    asked.add(object + " count");
    return new Counts(live, null);
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public String platform() {
    return "fake";
  }

  @Override
  public List<HistoryEvent> history(String object, HistoryRequest request) {
    return List.of();
  }

  @Override
  public ProbeReport probe() {
    throw new UnsupportedOperationException("planning does not probe");
  }

  @Override
  public ChangesPage changes(String object, ChangesRequest request) {
    throw new UnsupportedOperationException("planning does not stage");
  }

  @Override
  public WriteAnswer write(String object, List<Write> writes) {
    throw new UnsupportedOperationException("planning does not write");
  }

  @Override
  public WriteAnswer job(String object, String job, List<Write> writes) {
    throw new UnsupportedOperationException("planning does not write");
  }

  @Override
  public int batchSize(String object, Write.Kind kind) {
    return 100;
  }

  @Override
  public SilenceReport silence(SilenceRequest request) {
    throw new UnsupportedOperationException("planning does not silence");
  }

  @Override
  public dev.backhaul.platform.Blob open(String object, String fileId) {
    throw new UnsupportedOperationException("this account has no files");
  }

  @Override
  public String upload(String name, String contentType, byte[] content) {
    throw new UnsupportedOperationException("this account takes no files");
  }

  @Override
  public java.util.List<dev.backhaul.manifest.FileRef> files(
      String object, com.fasterxml.jackson.databind.node.ObjectNode record) {
    return java.util.List.of();
  }
}
