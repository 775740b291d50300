package dev.backhaul.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and controller of one node in this process, on free ports; it can be restarted.
 */
public final class RealBroker implements AutoCloseable {
  private static final int PARTITIONS = 3;
  private final Map<String, String> settings = new HashMap<>();
  private final int port;
  private KafkaRaftServer server;

  /** Starts it over an empty folder. */
  public RealBroker(Path folder) throws Exception {
    port = free();
    int controller = free();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", folder.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(folder.toString()))
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(folder.toString())
        .run();
    server = started();
  }

  private KafkaRaftServer started() {
    KafkaRaftServer out = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    out.startup();
    return out;
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Makes the topics of a prefix. */
  public void topics(String prefix) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      List<NewTopic> all = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        all.add(
            new NewTopic(prefix + "." + topic.label(), Optional.of(PARTITIONS), Optional.empty()));
      }
      admin.createTopics(all).all().get();
    }
  }

  /** Everything a topic holds, in order within each partition. */
  public List<ConsumerRecord<String, String>> read(String topic) {
    List<ConsumerRecord<String, String>> out = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> all = new ArrayList<>();
      for (int i = 0; i < PARTITIONS; i++) {
        all.add(new TopicPartition(topic, i));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long wanted = consumer.endOffsets(all).values().stream().mapToLong(Long::longValue).sum();
      while (out.size() < wanted) {
        consumer.poll(Duration.ofSeconds(1)).forEach(out::add);
      }
    }
    return out;
  }

  /** Stops it; what it acknowledged stays. */
  public void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Starts it again on the same port. */
  public void start() {
    server = started();
  }

  @Override
  public void close() {
    stop();
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
