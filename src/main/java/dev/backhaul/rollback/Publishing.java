package dev.backhaul.rollback;

import dev.backhaul.manifest.Kafka;
import dev.backhaul.outbox.Broker;
import dev.backhaul.outbox.Publication;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Store;
import org.apache.camel.main.Main;

/** Switches publishing to Kafka on or off, as the configuration says. */
record Publishing(Settings settings, Configuration configuration) {
  /** The route that publishes on a schedule. */
  static final String TICK = "kafka.tick";

  /** Where everything that waits is sent at once. */
  static final String NOW = "direct:kafka.publish";

  /** The file with its routes, which nothing but publishing needs. */
  static final String FILE = "kafka.camel.yaml";

  /** Begins to collect what changes and makes the steps known to their route; or ends it. */
  void bindTo(Main camel, Store store, Audit audit, Lease lease) {
    Kafka kafka = configuration.service().kafka();
    if (kafka == null) {
      Publication.end(store, lease.fence(Role.SOURCE));
      return;
    }
    Publication publication =
        new Publication(
            store,
            audit,
            lease.fence(Role.SOURCE),
            lease::leads,
            kafka,
            configuration.migration().migration(),
            camel.getCamelContext());
    publication.begin();
    camel.bind("publication", publication);
    camel.bind("kafka", Broker.component(kafka, settings.environment()));
  }
}
