package dev.backhaul.parity;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A system that can only be read and counted. */
final class FakeAccount implements Account {
  private final Role role;
  private final Map<String, Map<String, Item>> records = new HashMap<>();
  private final Map<String, String> parents = new HashMap<>();
  final Map<String, Long> counts = new HashMap<>();
  int largestRead;

  FakeAccount(Role role) {
    this.role = role;
  }

  void put(String object, String id, String version, ObjectNode fields) {
    records
        .computeIfAbsent(object, key -> new LinkedHashMap<>())
        .put(id, new Item(id, null, version, null, null, fields));
  }

  void child(String object, String id, String parent, ObjectNode fields) {
    put(object, id, "v1", fields);
    parents.put(object + ":" + id, parent);
  }

  void remove(String object, String id) {
    records.getOrDefault(object, Map.of()).remove(id);
  }

  @Override
  public List<Item> read(String object, ReadRequest request) {
    largestRead = Math.max(largestRead, request.keys().size());
    List<Item> out = new ArrayList<>();
    for (Item item : records.getOrDefault(object, Map.of()).values()) {
      @Nullable String key =
          request.by().equals("parent") ? parents.get(object + ":" + item.id()) : item.id();
      if (key != null && request.keys().contains(key)) {
        out.add(item);
      }
    }
    return out;
  }

  @Override
  public Counts count(String object, CountRequest request) {
    return new Counts(counts.get(object), null);
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
  public ProbeReport probe() {
    throw new AssertionError("parity does not probe");
  }

  @Override
  public ChangesPage changes(String object, ChangesRequest request) {
    throw new AssertionError("parity does not sweep");
  }

  @Override
  public List<HistoryEvent> history(String object, HistoryRequest request) {
    throw new AssertionError("parity does not read history");
  }

  @Override
  public WriteAnswer write(String object, List<Write> writes) {
    throw new AssertionError("parity never writes");
  }

  @Override
  public WriteAnswer job(String object, String job, List<Write> writes) {
    throw new AssertionError("parity never writes");
  }

  @Override
  public int batchSize(String object, Write.Kind kind) {
    throw new AssertionError("parity never writes");
  }

  @Override
  public SilenceReport silence(SilenceRequest request) {
    throw new AssertionError("parity never silences");
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
