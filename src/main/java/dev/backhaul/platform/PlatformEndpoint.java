package dev.backhaul.platform;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One operation on one object of one system; for sending to only. */
final class PlatformEndpoint extends DefaultEndpoint {
  private final Role role;
  private final String object;
  private final Operation operation;

  PlatformEndpoint(
      String uri, PlatformComponent component, Role role, String object, Operation operation) {
    super(uri, component);
    this.role = role;
    this.object = object;
    this.operation = operation;
  }

  @Override
  public Producer createProducer() {
    return new PlatformProducer(this, role, object, operation);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "platform: cannot be read from; poll with a timer and ask for operation=changes");
  }
}
