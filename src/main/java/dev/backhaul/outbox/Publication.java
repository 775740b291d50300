package dev.backhaul.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kafka;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Outbox;
import dev.backhaul.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of {@code routes/kafka.camel.yaml}: what waits is read, sent by the route, and
 * forgotten once the broker has acknowledged it. A process that dies in between sends it again: at
 * least once. One record's messages keep their order, since they share a key and only the one
 * process that holds the lease sends.
 */
public final class Publication {
  /** Large enough for a broker to be quick, small enough to be sent again. */
  private static final int BATCH = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private final Store store;
  private final Audit audit;
  private final Fence fence;
  private final BooleanSupplier leads;
  private final Kafka kafka;
  private final String migration;
  private final CamelContext camel;
  private final Tellings tellings;
  private final Set<Topic> failing = EnumSet.noneOf(Topic.class);

  /**
   * Over one rollback's store.
   *
   * @param leads whether this process still may work; asked before every batch
   * @param migration the rollback's name, a header of every message
   */
  public Publication(
      Store store,
      Audit audit,
      Fence fence,
      BooleanSupplier leads,
      Kafka kafka,
      String migration,
      CamelContext camel) {
    this.store = store;
    this.audit = audit;
    this.fence = fence;
    this.leads = leads;
    this.kafka = kafka;
    this.migration = migration;
    this.camel = camel;
    tellings = new Tellings(store, kafka.values());
  }

  /**
   * Begins to publish: from here on changes are collected. A topic that was not collected before
   * starts with all that stands.
   */
  public void begin() {
    Outbox outbox = store.outbox();
    store.useTransaction(
        tx -> {
          fence.check(tx);
          for (Topic topic : Topic.values()) {
            String standing = topic.standing();
            if (outbox.begin(tx, topic.label()) && standing != null) {
              tx.createUpdate(
                      "INSERT INTO outbox (topic, id, record, seq) SELECT :topic, id, record, seq FROM ("
                          + standing
                          + ") AS standing")
                  .bind("topic", topic.label())
                  .execute();
            }
          }
        });
    outbox.learn(store);
  }

  /** Ends publishing where it was on before: nothing is collected that nobody would send. */
  public static void end(Store store, Fence fence) {
    Outbox outbox = store.outbox();
    if (outbox.collectsAny()) {
      store.useTransaction(
          tx -> {
            fence.check(tx);
            outbox.end(tx);
          });
      outbox.learn(store);
    }
  }

  /** All topics. */
  public List<Topic> topics() {
    return List.of(Topic.values());
  }

  /** What waits longest; empty if nothing does, or this process is about to end. */
  public Batch next(Topic topic) {
    if (!leads.getAsBoolean()) {
      return new Batch(topic, List.of(), List.of(), 0);
    }
    return store.read(handle -> topic == Topic.AUDIT ? audit(handle) : marked(handle, topic));
  }

  private Batch marked(Handle handle, Topic topic) {
    List<Outbox.Mark> marks = store.outbox().next(handle, topic.label(), BATCH);
    List<Message> messages = new ArrayList<>();
    long last = 0;
    for (Outbox.Mark mark : marks) {
      tellings
          .of(topic, handle, mark)
          .ifPresent(body -> messages.add(new Message(mark.record(), mark.seq(), body)));
      last = mark.seq();
    }
    return new Batch(topic, marks, messages, last);
  }

  private Batch audit(Handle handle) {
    long position = store.outbox().position(handle, Topic.AUDIT.label());
    List<Message> messages = new ArrayList<>();
    long last = position;
    for (Audit.Entry row : audit.after(handle, position, BATCH)) {
      ObjectNode body = Json.object().put("seq", row.seq()).put("at", row.at().toEpochMilli());
      body.put("actor", row.actor()).put("action", row.action()).put("subject", row.subject());
      body.set("detail", row.detail());
      body.put("prev", row.prev()).put("hash", row.hash());
      messages.add(new Message(Long.toString(row.seq()), row.seq(), body));
      last = row.seq();
    }
    return new Batch(Topic.AUDIT, List.of(), messages, last);
  }

  /** The batch as Camel's Kafka component sends it: one message each, with key and headers. */
  public List<DefaultMessage> messages(Batch batch) {
    Topic topic = batch.topic();
    List<DefaultMessage> out = new ArrayList<>();
    for (Message each : batch.messages()) {
      DefaultMessage message = new DefaultMessage(camel);
      message.setBody(Json.text(each.body()));
      message.setHeader(KafkaConstants.OVERRIDE_TOPIC, kafka.topicPrefix() + "." + topic.label());
      message.setHeader(KafkaConstants.KEY, each.key());
      message.setHeader("schema", bytes(topic.schema()));
      message.setHeader("version", bytes(Integer.toString(Topic.VERSION)));
      message.setHeader("sequence", bytes(Long.toString(each.sequence())));
      message.setHeader("migration", bytes(migration));
      out.add(message);
    }
    return out;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The broker has acknowledged the whole batch.
   *
   * @throws dev.backhaul.store.LostLeaseException if another process works now; it sends the batch
   *     again
   */
  public void acknowledged(Batch batch) {
    store.useTransaction(
        tx -> {
          fence.check(tx);
          String topic = batch.topic().label();
          store.outbox().acknowledged(tx, topic, batch.marks());
          store.outbox().moved(tx, topic, batch.last());
        });
    if (failing.remove(batch.topic())) {
      LOG.info("Kafka takes {} again", batch.topic().label());
    }
  }

  /** A topic could not be published; everything stays and is tried again at the next tick. */
  public void failed(Topic topic, Exception problem) {
    if (failing.add(topic)) {
      Throwable cause = problem;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      LOG.warn(
          "{} is not published now ({}: {}): the work goes on and what changes waits in the store; check"
              + " kafka in config/backhaul.yaml, the brokers, and that the topic {} exists",
          topic.label(),
          cause.getClass().getSimpleName(),
          cause.getMessage(),
          kafka.topicPrefix() + "." + topic.label());
    }
  }

  /** How many messages of each topic wait; nothing while publishing is off. */
  public static Map<String, Long> waiting(Store store) {
    Outbox outbox = store.outbox();
    Map<String, Long> out = new LinkedHashMap<>();
    store.read(
        handle -> {
          for (Topic topic : Topic.values()) {
            String label = topic.label();
            if (outbox.collects(label)) {
              out.put(
                  label,
                  topic == Topic.AUDIT
                      ? Audit.last(handle) - outbox.position(handle, label)
                      : outbox.waiting(handle, label));
            }
          }
          return out;
        });
    return out;
  }
}
