package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.gateway.Gateway;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Rollback;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The webhook gateway of a running service, where it has one. */
final class Door implements AutoCloseable {
  private final Books books;
  private boolean opened;
  private @Nullable Gateway gateway;

  /** Closed at first. */
  Door(Books books) {
    this.books = books;
  }

  /** What takes webhooks; null while it is closed and where none is configured. */
  @Nullable Gateway gateway() {
    return gateway;
  }

  /**
   * Opens it, if it is not open yet.
   *
   * @throws IOException if its port cannot be had
   */
  void open() throws IOException {
    if (!opened) {
      gateway = books.openGateway().orElse(null);
      opened = true;
    }
  }

  /**
   * The same; where another instance of this machine has the port, this one does without for now.
   *
   * @return true if it is open
   */
  boolean openIfFree() {
    try {
      open();
    } catch (IOException taken) {
      return false;
    }
    return true;
  }

  /** It delivers while this process leads. */
  void deliver(Rollback rollback) {
    if (gateway != null) {
      rollback.deliver(gateway);
    }
  }

  /**
   * Takes over what changed in the files of the integrations; opens where the port has become free.
   *
   * @return true if it was opened only now
   */
  boolean look() {
    if (!opened) {
      return openIfFree();
    }
    if (gateway != null) {
      gateway.look();
    }
    return false;
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
