package dev.backhaul.cli;

import dev.backhaul.json.Json;
import dev.backhaul.sandbox.SandboxMain;
import dev.backhaul.sandbox.SandboxServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A platform's sandbox as a process of its own, in real time. */
@Command(
    name = "sandbox",
    description = "Serve a local sandbox of a platform's or provider's API until stopped.")
final class ServeSandbox implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "<platform>",
      description = "Which platform or provider, e.g. zendesk or stripe.")
  String platform = "";

  @Option(
      names = "--port",
      paramLabel = "<port>",
      defaultValue = "0",
      description = "Loopback port. Default: any free one.")
  int port;

  @Option(
      names = "--state",
      paramLabel = "<file>",
      description = "Go on from this file, and keep the state there at the end.")
  @Nullable Path state;

  ServeSandbox(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var maker = SandboxMain.PLATFORMS.get(platform);
    if (maker == null) {
      throw new CommandException(
          ExitCode.INVALID,
          "no sandbox of '" + platform + "'\nthere are " + SandboxMain.PLATFORMS.keySet());
    }
    CountDownLatch ended = new CountDownLatch(1);
    session.around().stops().onStop(ended::countDown);
    try (SandboxServer server =
        SandboxMain.serve(maker.apply(InstantSource.system()), port, state)) {
      session.report(
          Json.object().put("platform", platform).put("url", server.uri().toString()),
          () -> "sandbox: " + platform + " at " + server.uri() + "\n");
      ended.await();
    }
    return ExitCode.OK.code();
  }
}
