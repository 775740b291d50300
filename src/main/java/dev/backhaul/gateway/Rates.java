package dev.backhaul.gateway;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests a second from each address; a second's worth may come at once. */
final class Rates {
  /** More addresses than any integration calls from; the one unseen longest is forgotten. */
  private static final int ADDRESSES = 10_000;

  private final InstantSource clock;
  private final int perSecond;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  private static final class Bucket {
    private double left;
    private long since;
  }

  Rates(InstantSource clock, int perSecond) {
    this.clock = clock;
    this.perSecond = perSecond;
  }

  /** Whether one more may come from there now. */
  synchronized boolean allows(String address) {
    long now = clock.millis();
    Bucket bucket = buckets.get(address);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.left = perSecond;
      bucket.since = now;
      buckets.put(address, bucket);
    }
    double earned = Math.max(0, now - bucket.since) * perSecond / 1_000.0;
    bucket.left = Math.min(perSecond, bucket.left + earned);
    bucket.since = now;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }
}
