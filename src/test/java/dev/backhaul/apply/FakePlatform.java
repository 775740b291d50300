package dev.backhaul.apply;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.FileRef;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Blob;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.platform.ChangesRequest;
import dev.backhaul.platform.CountRequest;
import dev.backhaul.platform.Counts;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.HistoryRequest;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.ProbeReport;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.SilenceItem;
import dev.backhaul.platform.SilenceReport;
import dev.backhaul.platform.SilenceRequest;
import dev.backhaul.platform.Write;
import dev.backhaul.platform.WriteAnswer;
import dev.backhaul.platform.WriteResult;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A platform in memory: it outlives the process under test, keeps a ledger, and misbehaves as told.
 */
final class FakePlatform implements Account {
  /** What goes wrong with one call of {@link #write}. */
  enum Fault {
    NONE,
    /** Done, but the answer is lost. */
    LOST_AFTER,
    /** Not done, and no answer. */
    LOST_BEFORE,
    /** No answer; done half a minute later. */
    LATE,
    /** Answered as done at once; visible half a minute later. */
    ANSWERED_LATE,
    /** Half of the records get no answer; all are done. */
    HALF_ANSWERED,
    /** A job does it. */
    JOB,
    THROTTLED,
    TRANSIENT,
    /** Claims to be done, does nothing. */
    IGNORED
  }

  /** Decides on the fault of each call. */
  interface Faults {
    Fault next(String object, List<Write> writes);
  }

  /** Called around every call, so that a test can kill the process there. */
  interface Watch {
    void at(String where);
  }

  private static final Duration LATE = Duration.ofSeconds(30);

  private final class Rec {
    final String id;
    @Nullable String joinKey;
    @Nullable String parent;
    Instant createdAt = time.instant();
    int version = 1;
    ObjectNode fields;

    Rec(String id, ObjectNode fields) {
      this.id = id;
      this.fields = fields;
    }

    Item item() {
      return new Item(id, joinKey, "v" + version, createdAt, null, fields.deepCopy());
    }
  }

  private final Time time;
  private final Map<String, Map<String, Rec>> objects = new TreeMap<>();
  private final TreeMap<Long, List<Runnable>> later = new TreeMap<>();
  private final Map<String, Map<String, WriteResult>> jobs = new HashMap<>();
  private final Map<String, Instant> jobDone = new HashMap<>();
  private int nextId = 1000;

  /** Files to open, by {@code object:id}. */
  final Map<String, Blob> blobs = new HashMap<>();

  /** Uploads no comment has used yet, by token. */
  final Map<String, Blob> uploads = new HashMap<>();

  /** Takes comments, but not their files. */
  boolean losesFiles;

  /** Every effect there was, in order. */
  final List<String> ledger = new ArrayList<>();

  /** Objects whose field {@code bad} is refused. */
  boolean namesTheBad = true;

  boolean marks = true;

  /** Writes that travel in one call. */
  int batch = 4;

  int calls;

  /** Calls refused as a whole. */
  int refusals;

  int reads;
  Faults faults = (object, writes) -> Fault.NONE;
  Watch watch = where -> {};
  final Map<String, SilenceItem> rules = new LinkedHashMap<>();

  /** What undo sets in place of deleting a record of an object. */
  final Map<String, ObjectNode> insteadOfDelete = new HashMap<>();

  Map<String, String> unprovable = Map.of();
  List<String> noises = List.of();
  boolean stubborn;

  FakePlatform(Time time) {
    this.time = time;
  }

  void put(String object, String id, ObjectNode fields) {
    records(object).put(id, new Rec(id, fields));
  }

  /** Somebody else writes. */
  synchronized void touch(String object, String id, String field, String value) {
    Rec rec = requireNonNull(records(object).get(id));
    rec.fields.put(field, value);
    rec.version++;
  }

  synchronized ObjectNode fields(String object, String id) {
    settle();
    return requireNonNull(records(object).get(id)).fields;
  }

  synchronized String version(String object, String id) {
    return "v" + requireNonNull(records(object).get(id)).version;
  }

  synchronized List<ObjectNode> all(String object) {
    settle();
    return records(object).values().stream().map(rec -> rec.fields).toList();
  }

  synchronized @Nullable String idOf(String object, String joinKey) {
    return records(object).values().stream()
        .filter(rec -> joinKey.equals(rec.joinKey))
        .map(rec -> rec.id)
        .findFirst()
        .orElse(null);
  }

  private Map<String, Rec> records(String object) {
    return objects.computeIfAbsent(object, key -> new LinkedHashMap<>());
  }

  private void settle() {
    while (!later.isEmpty() && later.firstKey() <= time.instant().toEpochMilli()) {
      later.pollFirstEntry().getValue().forEach(Runnable::run);
    }
  }

  @Override
  public synchronized WriteAnswer write(String object, List<Write> writes) {
    settle();
    calls++;
    watch.at("write");
    Fault fault = faults.next(object, writes);
    switch (fault) {
      case THROTTLED ->
          throw failed(new Failure.Throttled("slow down", time.instant().plusSeconds(7)));
      case TRANSIENT -> throw failed(new Failure.Transient("503"));
      case LOST_BEFORE -> throw failed(new Failure.Ambiguous("reset"));
      case LATE -> {
        at(LATE, () -> commit(object, writes));
        throw failed(new Failure.Ambiguous("reset"));
      }
      case LOST_AFTER -> {
        commit(object, writes);
        throw failed(new Failure.Ambiguous("reset"));
      }
      case JOB -> {
        String job = "job-" + calls;
        jobs.put(job, commit(object, writes));
        jobDone.put(job, time.instant().plusSeconds(9));
        watch.at("written");
        return WriteAnswer.running(job);
      }
      case ANSWERED_LATE -> {
        at(LATE, () -> commit(object, writes));
        return WriteAnswer.done(
            writes.stream()
                .map(w -> new WriteResult(w.key(), WriteResult.Status.UPDATED, null, null))
                .toList());
      }
      case IGNORED -> {
        return WriteAnswer.done(
            writes.stream()
                .map(w -> new WriteResult(w.key(), WriteResult.Status.UPDATED, null, null))
                .toList());
      }
      case NONE, HALF_ANSWERED -> {
        if (!namesTheBad && writes.stream().anyMatch(FakePlatform::bad)) {
          refusals++;
          throw failed(rejected());
        }
        List<WriteResult> results = new ArrayList<>(commit(object, writes).values());
        watch.at("written");
        return WriteAnswer.done(
            fault == Fault.NONE ? results : results.subList(0, results.size() / 2));
      }
    }
    throw new AssertionError(fault);
  }

  private void at(Duration delay, Runnable effect) {
    later
        .computeIfAbsent(time.instant().plus(delay).toEpochMilli(), key -> new ArrayList<>())
        .add(effect);
  }

  private Map<String, WriteResult> commit(String object, List<Write> writes) {
    Map<String, WriteResult> results = new LinkedHashMap<>();
    for (Write write : writes) {
      results.put(write.key(), commit(object, write));
    }
    return results;
  }

  private static boolean bad(Write write) {
    return write.set().has("bad");
  }

  private static Failure rejected() {
    return new Failure.Rejected(
        "refused", List.of(new Failure.FieldError("bad", "INVALID", "not allowed")));
  }

  private WriteResult commit(String object, Write write) {
    if (bad(write)) {
      return new WriteResult(write.key(), WriteResult.Status.FAILED, null, rejected());
    }
    Map<String, Rec> records = records(object);
    switch (write.kind()) {
      case CREATE -> {
        Rec rec = new Rec("s" + nextId++, Json.object());
        rec.joinKey = write.joinKey();
        rec.fields.setAll(write.set());
        records.put(rec.id, rec);
        ledger.add("create " + object + " " + write.joinKey());
        return new WriteResult(write.key(), WriteResult.Status.CREATED, rec.id, null);
      }
      case APPEND -> {
        Rec parent = records("ticket").get(write.nativeId());
        if (parent == null) {
          return new WriteResult(
              write.key(), WriteResult.Status.FAILED, null, new Failure.NotFound("gone"));
        }
        Rec rec = new Rec("c" + nextId++, Json.object());
        rec.joinKey = marks ? write.key() : null;
        rec.parent = write.nativeId();
        rec.fields.setAll(write.set());
        attach(rec);
        records.put(rec.id, rec);
        parent.version++;
        ledger.add("append " + write.nativeId() + " " + write.set().path("body").asText());
        return new WriteResult(write.key(), WriteResult.Status.CREATED, rec.id, null);
      }
      case UPDATE -> {
        Rec rec = records.get(write.nativeId());
        if (rec == null) {
          return new WriteResult(
              write.key(), WriteResult.Status.FAILED, null, new Failure.NotFound("gone"));
        }
        if (write.precondition() != null && !write.precondition().equals("v" + rec.version)) {
          return new WriteResult(
              write.key(), WriteResult.Status.FAILED, null, new Failure.Conflict("moved"));
        }
        rec.fields.setAll(write.set());
        write.clear().forEach(path -> rec.fields.putNull(path));
        rec.version++;
        ledger.add("update " + object + " " + rec.id + " " + write.set() + write.clear());
        return new WriteResult(write.key(), WriteResult.Status.UPDATED, rec.id, null);
      }
      case DELETE -> {
        records.remove(write.nativeId());
        ledger.add("delete " + object + " " + write.nativeId());
        return new WriteResult(write.key(), WriteResult.Status.UPDATED, write.nativeId(), null);
      }
    }
    throw new AssertionError(write.kind());
  }

  @Override
  public synchronized WriteAnswer job(String object, String job, List<Write> writes) {
    watch.at("job");
    if (time.instant().isBefore(jobDone.get(job))) {
      return WriteAnswer.running(job);
    }
    return WriteAnswer.done(List.copyOf(requireNonNull(jobs.get(job)).values()));
  }

  @Override
  public synchronized List<Item> read(String object, ReadRequest request) {
    settle();
    reads++;
    watch.at("read");
    List<Item> found = new ArrayList<>();
    for (Rec rec : records(object).values()) {
      String key =
          switch (request.by()) {
            case "id" -> rec.id;
            case "joinKey" -> rec.joinKey;
            case "parent" -> rec.parent;
            default -> throw new AssertionError(request.by());
          };
      if (key != null && request.keys().contains(key)) {
        found.add(rec.item());
      }
    }
    return found;
  }

  /** A comment shows the files whose tokens it named; an upload is used up by it. */
  private void attach(Rec rec) {
    if (rec.fields.remove("uploads") instanceof ArrayNode tokens) {
      var shown = rec.fields.putArray("files");
      tokens.forEach(
          token ->
              shown.add(java.util.Objects.requireNonNull(uploads.remove(token.asText())).name()));
      if (losesFiles) {
        shown.removeAll();
      }
    }
  }

  @Override
  public synchronized List<FileRef> files(String object, ObjectNode record) {
    List<FileRef> files = new ArrayList<>();
    record.path("files").forEach(name -> files.add(new FileRef(name.asText(), name.asText())));
    return files;
  }

  @Override
  public synchronized Blob open(String object, String fileId) {
    watch.at("open");
    Blob file = blobs.get(object + ":" + fileId);
    if (file == null) {
      throw new PlatformException("file", new Failure.NotFound("no such file"));
    }
    return file;
  }

  @Override
  public synchronized String upload(String name, String contentType, byte[] content) {
    String token = "up" + nextId++;
    uploads.put(token, new Blob(name, contentType, content));
    watch.at("uploaded");
    return token;
  }

  @Override
  public synchronized SilenceReport silence(SilenceRequest request) {
    watch.at("silence " + request.verb());
    switch (request.verb()) {
      case LIST -> {
        return new SilenceReport(List.copyOf(rules.values()), List.of(), unprovable);
      }
      case CANARY -> {
        return new SilenceReport(List.of(), noises, Map.of());
      }
      case DISABLE -> request.items().forEach(item -> turn(item, stubborn));
      case RESTORE -> request.items().forEach(item -> turn(item, item.active()));
    }
    watch.at("silence done");
    return new SilenceReport(List.of(), List.of(), Map.of());
  }

  private void turn(SilenceItem item, boolean active) {
    rules.put(
        item.id(), new SilenceItem(item.cause(), item.id(), item.title(), active, item.captured()));
  }

  void rule(String cause, String id, boolean active) {
    rules.put(id, new SilenceItem(cause, id, "rule " + id, active, Json.object().put("if", "x")));
  }

  long rulesOn() {
    return rules.values().stream()
        .sorted(Comparator.comparing(SilenceItem::id))
        .filter(SilenceItem::active)
        .count();
  }

  @Override
  public int batchSize(String object, Write.Kind kind) {
    return kind == Write.Kind.DELETE ? 1 : batch;
  }

  private static PlatformException failed(Failure failure) {
    return new PlatformException("write", failure);
  }

  @Override
  public Role role() {
    return Role.SOURCE;
  }

  @Override
  public String platform() {
    return "fake";
  }

  @Override
  public ProbeReport probe() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChangesPage changes(String object, ChangesRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Counts count(String object, CountRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<HistoryEvent> history(String object, HistoryRequest request) {
    throw new UnsupportedOperationException();
  }
}
