package dev.backhaul.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Senders of webhooks: each keeps the order of its keys and tries again until it is answered 200.
 */
final class GatewaySenders {
  static final int KEYS = 64;
  private static final int THREADS = 32;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final IntSupplier port;
  private final AtomicInteger answered = new AtomicInteger();

  /**
   * Senders to this machine.
   *
   * @param port asked before every try: the gateway may have been born anew
   */
  GatewaySenders(IntSupplier port) {
    this.port = port;
  }

  /** How many events were answered so far. */
  int answered() {
    return answered.get();
  }

  /**
   * Sends events {@code from} to {@code until}, all of them, as fast as they are answered or at
   * {@code perSecond}.
   *
   * @param perSecond 0: no bound
   * @return how long each took in nanoseconds, sorted
   */
  long[] send(int from, int until, int perSecond) throws InterruptedException {
    long[] took = new long[until - from];
    long began = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int mine = i;
      all.add(
          threads.submit(
              () -> {
                for (int n = from; n < until; n++) {
                  if (n % KEYS % THREADS == mine) {
                    long due =
                        perSecond == 0
                            ? System.nanoTime()
                            : began + (n - from) * 1_000_000_000L / perSecond;
                    for (long wait = due - System.nanoTime();
                        wait > 0;
                        wait = due - System.nanoTime()) {
                      LockSupport.parkNanos(wait);
                    }
                    one(n);
                    took[n - from] = System.nanoTime() - due;
                  }
                }
                return true;
              }));
    }
    try {
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    Arrays.sort(took);
    return took;
  }

  private void one(int n) {
    byte[] body =
        "{\"id\":\"evt_%d\",\"n\":%d,\"key\":%d,\"type\":\"ticket.updated\",\"note\":\"%s\"}"
            .formatted(n, n, n % KEYS, "0123456789".repeat(60))
            .getBytes(StandardCharsets.UTF_8);
    String signature = "sha256=" + HexFormat.of().formatHex(mac(body));
    for (boolean good = false; !good; ) {
      try {
        HttpResponse<Void> answer =
            http.send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:" + port.getAsInt() + "/h/" + GatewayLife.PATH))
                    .timeout(Duration.ofSeconds(10))
                    .header("Content-Type", "application/json")
                    .header("X-Hub-Signature-256", signature)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.discarding());
        good = answer.statusCode() == 200;
      } catch (IOException e) {
        LockSupport.parkNanos(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    answered.incrementAndGet();
  }

  private static byte[] mac(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(GatewayLife.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
