package dev.backhaul.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.SandboxServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The vendors' own clients take the sandboxes for the real thing. */
final class ClientsTest {
  private static final Path CLIENTS = Path.of("src", "test", "clients");
  private static final int OLDEST_NODE = 20;
  private static final List<String> PROVED =
      List.of("stripe", "twilio", "slack", "github", "mailgun", "graph");

  @Test
  void officialClientsListChangeAndReadBackAndCheckTheSignatures() throws Exception {
    int node = node();
    assumeTrue(
        node >= OLDEST_NODE,
        "skipped: Node.js " + OLDEST_NODE + " or later is not on the path (found " + node + ")");
    assumeTrue(
        Files.isDirectory(CLIENTS.resolve("node_modules")),
        "skipped: run 'npm ci' in " + CLIENTS + " first");
    List<SandboxServer> servers = new ArrayList<>();
    try (Inbox inbox = new Inbox()) {
      ObjectNode places = new ObjectMapper().createObjectNode().put("inbox", inbox.uri());
      for (String name : PROVED) {
        SandboxServer server =
            SandboxServer.start(Providers.sandbox(name, InstantSource.system()), 0);
        servers.add(server);
        places.put(name, server.uri().toString());
      }
      List<String> command = new ArrayList<>(List.of("node", "all.mjs"));
      command.addAll(PROVED);
      ProcessBuilder builder = new ProcessBuilder(command).directory(CLIENTS.toFile());
      builder.environment().put("SANDBOXES", places.toString());
      Process process = builder.redirectErrorStream(true).start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(told.lines().filter(line -> line.startsWith("ok ")))
          .as(told)
          .containsExactlyElementsOf(PROVED.stream().map(name -> "ok " + name).toList());
      assertThat(process.exitValue()).as(told).isZero();
    } finally {
      servers.forEach(SandboxServer::close);
    }
  }

  /** The major version of Node.js, or 0 when there is none. */
  private static int node() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return told.matches("(?s)v\\d+\\..*")
          ? Integer.parseInt(told.substring(1, told.indexOf('.')))
          : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
