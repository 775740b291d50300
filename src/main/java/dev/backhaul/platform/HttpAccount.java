package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Count;
import dev.backhaul.manifest.FileRef;
import dev.backhaul.manifest.JqException;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.manifest.Request;
import dev.backhaul.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An account behind HTTP, as its manifest describes it. All its work holds the clock still. */
final class HttpAccount implements Account {
  private final Role role;
  private final Manifest manifest;
  private final Time time;
  private final Catalogue catalogue;
  private final Sender sender;
  private final RecordReader reader;
  private final ChangesReader changes;
  private final HistoryReader history;
  private final RecordWriter writer;
  private final AccountSetup setup;
  private final Silencer silencer;
  private final Blobs blobs;
  private final Requests requests;

  HttpAccount(SaasSystem system, Transport transport, Time time) {
    this.role = system.role();
    this.manifest = system.manifest();
    this.time = time;
    this.catalogue = new Catalogue(manifest, system.joinKeys());
    this.sender = new Sender(manifest.platform(), transport, time);
    this.reader = new RecordReader(catalogue, sender);
    this.changes = new ChangesReader(catalogue, sender, reader);
    this.history = new HistoryReader(catalogue, sender, reader);
    Classifier classifier = new Classifier(manifest, time);
    JobReader jobs = new JobReader(catalogue, sender, reader, classifier);
    BatchWriter batches = new BatchWriter(sender, classifier);
    LinkWriter links = new LinkWriter(catalogue, reader, batches);
    this.writer = new RecordWriter(catalogue, sender, jobs, batches, links);
    this.setup = new AccountSetup(catalogue, sender, reader);
    this.silencer = new Silencer(catalogue, sender);
    this.blobs = new Blobs(catalogue, system.baseUrl(), sender);
    this.requests = new HttpRequests(manifest.platform(), sender, time);
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public String platform() {
    return manifest.platform();
  }

  @Override
  public ProbeReport probe() {
    return working(() -> new Prober(manifest, sender).probe());
  }

  @Override
  public ChangesPage changes(String object, ChangesRequest request) {
    return working(() -> changes.page(object, request));
  }

  @Override
  public Counts count(String object, CountRequest request) {
    return working(() -> counted(object, request));
  }

  private Counts counted(String object, CountRequest request) {
    Count how = catalogue.type(object).count();
    Instant since = request.since();
    if (how == null || (since != null && !how.since() && how.changed() == null)) {
      return new Counts(null, null);
    }
    ObjectNode variables = Json.object();
    variables.put("since", since == null ? 0 : since.toEpochMilli());
    variables.put("time", String.valueOf(since));
    Request asked = since == null || how.changed() == null ? how.request() : how.changed();
    JsonNode live = how.live().first(sender.read(Operation.COUNT, asked, variables));
    return new Counts(live.isNumber() ? Long.valueOf(live.longValue()) : null, null);
  }

  @Override
  public List<Item> read(String object, ReadRequest request) {
    return working(() -> reader.read(Operation.READ, object, request));
  }

  @Override
  public List<HistoryEvent> history(String object, HistoryRequest request) {
    return working(() -> history.history(object, request));
  }

  @Override
  public WriteAnswer write(String object, List<Write> writes) {
    onlyTheSource("write", object);
    return working(
        () -> {
          try {
            return writer.write(object, writes);
          } catch (JqException e) {
            // It was answered, but nobody can read what; the journal must look.
            Failure unclear = new Failure.Ambiguous(String.valueOf(e.getMessage()));
            throw new PlatformException(manifest.platform() + " write " + object, unclear);
          }
        });
  }

  @Override
  public WriteAnswer job(String object, String job, List<Write> writes) {
    return working(() -> writer.job(object, job, writes));
  }

  @Override
  public int batchSize(String object, Write.Kind kind) {
    onlyTheSource("write " + kind, object);
    return writer.batchSize(object, kind);
  }

  @Override
  public Optional<ObjectType> type(String object) {
    return Optional.of(catalogue.type(object));
  }

  @Override
  public boolean ownKey(String object) {
    return reader.ownKey(object);
  }

  @Override
  public SetupState setup(String object, SetupVerb verb) {
    if (verb != SetupVerb.LOOK) {
      onlyTheSource("setup", object);
    }
    return working(() -> setup.setup(object, verb));
  }

  /** Nothing comes home by changing the target, whatever its manifest could write. */
  private void onlyTheSource(String what, String object) {
    if (role != Role.SOURCE) {
      throw new PlatformException(
          manifest.platform() + " " + what + " " + object,
          new Failure.Fatal("the target is only read: nothing comes home by changing it"));
    }
  }

  @Override
  public List<FileRef> files(String object, ObjectNode record) {
    return catalogue.type(object).files(record);
  }

  @Override
  public Blob open(String object, String fileId) {
    return working(() -> blobs.open(object, fileId));
  }

  @Override
  public String upload(String name, String contentType, byte[] content) {
    return working(() -> blobs.upload(name, contentType, content));
  }

  @Override
  public SilenceReport silence(SilenceRequest request) {
    return working(() -> silencer.silence(request, identity(request)));
  }

  @Override
  public Requests requests() {
    return requests;
  }

  private String identity(SilenceRequest request) {
    if (request.verb() != SilenceRequest.Verb.CANARY) {
      return "";
    }
    ProbeReport report = new Prober(manifest, sender).probe();
    String identity = report.identity();
    if (identity == null) {
      throw new PlatformException(
          manifest.platform() + " canary",
          new Failure.AuthExpired("not authenticated, so silence cannot be proven"));
    }
    return identity;
  }

  private <T> T working(Supplier<T> work) {
    try (Time.Work held = time.work()) {
      return work.get();
    } catch (JqException e) {
      // An answer of another shape than the manifest's facts: repeating will not mend it.
      throw new PlatformException(
          manifest.platform(), new Failure.Fatal(String.valueOf(e.getMessage())));
    }
  }
}
