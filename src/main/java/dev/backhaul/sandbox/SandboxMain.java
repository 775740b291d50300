package dev.backhaul.sandbox;

import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.provider.Providers;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves one platform's or provider's sandbox as a process of its own, in real time: {@code
 * --platform NAME [--port N] [--state FILE]}. With a state file it goes on where it stopped.
 */
public final class SandboxMain {
  /** The platforms that can be served, by name. */
  public static final Map<String, Function<InstantSource, Sandbox>> PLATFORMS =
      new TreeMap<>(
          Map.of(
              "hubspot", HubSpotSandbox::withPrivateApp,
              "zendesk", ZendeskSandbox::withAdministrator));

  /** How often a sandbox in real time looks whether something is due by itself. */
  private static final Duration LOOK = Duration.ofMillis(200);

  static {
    Providers.names().forEach(name -> PLATFORMS.put(name, clock -> Providers.sandbox(name, clock)));
  }

  private SandboxMain() {}

  /** Runs until it is stopped. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String platform = option(args, "--platform");
    String port = option(args, "--port");
    String state = option(args, "--state");
    Function<InstantSource, Sandbox> maker = platform == null ? null : PLATFORMS.get(platform);
    if (maker == null) {
      System.err.println("sandbox: --platform must be one of " + PLATFORMS.keySet());
      System.exit(2);
      return;
    }
    Path file = state == null ? null : Path.of(state);
    SandboxServer server =
        serve(maker.apply(InstantSource.system()), port == null ? 0 : Integer.parseInt(port), file);
    System.out.println("sandbox: " + platform + " at " + server.uri());
    new CountDownLatch(1).await();
  }

  /** Serves a sandbox; loads the state file when it exists, and writes it at the process's end. */
  public static SandboxServer serve(Sandbox sandbox, int port, @Nullable Path state)
      throws IOException {
    if (state != null && Files.exists(state)) {
      sandbox.load(state);
    }
    SandboxServer server = SandboxServer.start(sandbox, port, state);
    server.look(LOOK);
    if (state != null) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> saved(server, state)));
    }
    return server;
  }

  private static void saved(SandboxServer server, Path state) {
    server.close();
    try {
      server.sandbox().save(state);
    } catch (IOException e) {
      System.err.println("sandbox: state not saved to " + state + ": " + e.getMessage());
    }
  }

  private static @Nullable String option(String[] args, String name) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return null;
  }
}
