package dev.backhaul.cli;

import dev.backhaul.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The service, served within this process, and what those see who talk to it. */
final class Service implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Stops stops = new Stops();
  final CompletableFuture<Integer> ended;
  final String api;
  final String management;

  /** How many routes run rounds; 0 for one that stands by. */
  final int rounds;

  private Service(Home home, URI source, URI target) throws IOException {
    PipedInputStream reading = new PipedInputStream();
    PrintStream out = new PrintStream(new PipedOutputStream(reading), true, StandardCharsets.UTF_8);
    List<String> args =
        List.of(
            "serve",
            "--json",
            "--home",
            home.folder.toString(),
            "--source-url",
            source.toString(),
            "--target-url",
            target.toString());
    Surroundings around =
        new Surroundings(home.variables::get, out, System.err, home.time, false, stops);
    ended =
        CompletableFuture.supplyAsync(
            () -> {
              try (out) {
                return Backhaul.run(args, around);
              }
            },
            task -> Thread.ofPlatform().name("serve").start(task));
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(reading, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line);
        if (line.equals("}")) {
          break;
        }
      }
    }
    var ports = Json.parse(said.toString());
    api = ports.path("api").asText();
    management = ports.path("management").asText();
    rounds = ports.path("rounds").asInt();
  }

  /** Serves, with ports of its own, and waits until it says so. */
  static Service start(Home home, URI source, URI target) throws IOException {
    return new Service(home, source, target);
  }

  /** Asks it to end. */
  void stop() {
    stops.stop();
  }

  /** Whether it leads or stands by; empty if it does not say. */
  String role() throws Exception {
    return Json.parse(get(management + "/observe/health/ready", null).body()).path("role").asText();
  }

  HttpResponse<String> get(String url, @Nullable String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String token, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Looks until it holds: a service at work tells nobody when it is done. */
  static void until(Duration most, Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    while (!holds.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + most);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Override
  public void close() {
    stop();
    ended.join();
  }
}
