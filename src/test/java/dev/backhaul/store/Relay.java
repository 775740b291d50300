package dev.backhaul.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a database that can be cut: from outside it looks like a server that went down. */
public final class Relay implements AutoCloseable {
  private final String url;
  private final URI server;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket door;

  /**
   * Opens a way.
   *
   * @param url where the server is: {@code jdbc:postgresql://host:port/database}
   */
  public Relay(String url) throws IOException {
    this.url = url;
    server = URI.create(url.substring("jdbc:".length()));
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = door.getLocalPort();
    letIn(door);
  }

  /** The database by this way. */
  public String url() {
    return url.replace(":" + server.getPort() + "/", ":" + port + "/");
  }

  /** Ends all connections; new ones are refused. */
  public void cut() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** The server is back, at the same address. */
  public void mend() throws IOException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    door = again;
    letIn(again);
  }

  private void letIn(ServerSocket open) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!open.isClosed()) {
                try {
                  Socket in = open.accept();
                  Socket out = new Socket(server.getHost(), server.getPort());
                  sockets.add(in);
                  sockets.add(out);
                  Thread.ofVirtual().start(() -> carry(in, out));
                  Thread.ofVirtual().start(() -> carry(out, in));
                } catch (IOException e) {
                  // Cut, or nobody at the other end: whoever asked is refused.
                }
              }
            });
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Cut: both ends are closed.
    }
  }

  @Override
  public void close() {
    try {
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
