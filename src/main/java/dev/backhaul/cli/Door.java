package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.gateway.Gateway;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Rollback;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The webhook gateway of a running service, where it has one. */
record Door(@Nullable Gateway gateway) implements AutoCloseable {

  /**
   * Opens it.
   *
   * @throws IOException if its port cannot be had
   */
  static Door open(Books books) throws IOException {
    return new Door(books.openGateway().orElse(null));
  }

  /** The same; where the leader of this machine has the port, this instance does without. */
  static Door openIfFree(Books books, Session session) {
    try {
      return open(books);
    } catch (IOException e) {
      session.warn("the gateway's port is taken, so this instance takes no webhooks by itself");
      return new Door(null);
    }
  }

  /** It delivers while this process leads. */
  void deliver(Rollback rollback) {
    if (gateway != null) {
      rollback.deliver(gateway);
    }
  }

  /** Takes over what changed in the files of the integrations. */
  void look() {
    if (gateway != null) {
      gateway.look();
    }
  }

  ObjectNode told(ObjectNode json) {
    return gateway == null ? json : json.put("gatewayPort", gateway.port());
  }

  String words() {
    return gateway == null ? "" : "Webhooks on port " + gateway.port() + "\n";
  }

  @Override
  public void close() {
    if (gateway != null) {
      gateway.close();
    }
  }
}
