package dev.backhaul.gateway;

import dev.backhaul.gateway.Verdict.Believed;
import dev.backhaul.gateway.Verdict.Doubt;
import dev.backhaul.gateway.Verdict.Doubted;
import dev.backhaul.manifest.GatewayConfig;
import dev.backhaul.manifest.Ingress;
import dev.backhaul.store.Ids;
import dev.backhaul.store.StoreException;
import dev.backhaul.yaml.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code gateway.accept}. A sender is told that its event is kept only after
 * the commit; whatever is ours to mend is answered with 503, never with a 4xx that would make it
 * give up.
 */
public final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  private final Supplier<Gates> gates;
  private final GatewayConfig config;
  private final Environment environment;
  private final Inbox inbox;
  private final Keeping keeping;
  private final Ids ids;
  private final Counts counts;

  Reception(
      Supplier<Gates> gates,
      GatewayConfig config,
      Environment environment,
      Inbox inbox,
      Keeping keeping,
      Ids ids,
      Counts counts) {
    this.gates = gates;
    this.config = config;
    this.environment = environment;
    this.inbox = inbox;
    this.keeping = keeping;
    this.ids = ids;
    this.counts = counts;
  }

  /** Step {@code gateway.find}: whose path is it, and does it only ask who we are? */
  public Visit find(Visit visit) {
    Optional<Gate> gate = gates.get().at(visit.path(), visit.request().at());
    if (gate.isEmpty()) {
      return visit.judged(new Doubted(Doubt.UNKNOWN_PATH));
    }
    Gate found = gate.get();
    Ingress.Handshake kind = found.how().handshake();
    List<String> secrets = kind == Ingress.Handshake.CRC ? found.secrets(environment) : List.of();
    Optional<Reply> answer = Handshakes.of(kind, visit.request(), secrets);
    answer.ifPresent(given -> seen(found, visit.request().at()));
    return answer.map(visit.at(found)::answered).orElseGet(() -> visit.at(found));
  }

  /** Whoever set up the sender wants to know; the sender does not wait for that to be certain. */
  private void seen(Gate gate, Instant at) {
    try {
      keeping.keep(tx -> Inbox.shaken(tx, gate.name(), at));
    } catch (StoreException e) {
      LOG.warn("{}: a handshake was answered and could not be noted", gate.name());
    }
  }

  /** Step {@code gateway.verify}: is it believed? */
  public Visit verify(Visit visit) {
    Gate gate = visit.gate();
    if (gate == null || visit.reply() != null) {
      return visit;
    }
    return visit.judged(
        Signatures.verify(
            gate.how(), visit.request(), gate.secrets(environment), visit.request().at()));
  }

  /** Step {@code gateway.keep}: kept durably, once; what is not believed in the quarantine. */
  public Visit keep(Visit visit) {
    Verdict verdict = visit.verdict();
    if (visit.reply() != null || verdict == null) {
      return visit;
    }
    try {
      Gate gate = visit.gate();
      if (verdict instanceof Believed believed && gate != null) {
        Optional<String> sentId = Identified.by(gate, visit.request(), believed, ids);
        return sentId.isEmpty()
            ? doubted(visit, Doubt.NO_DELIVERY_ID)
            : visit.keptAs(believed(gate, visit.request(), sentId.get()));
      }
      return doubted(visit, verdict instanceof Doubted d ? d.why() : Doubt.UNKNOWN_PATH);
    } catch (StoreException e) {
      counts.deferred(e.kind());
      LOG.warn("a webhook was told to come again: {}", e.getMessage());
      return visit.answered(Reply.LATER);
    }
  }

  /** Keeps an event that is believed. */
  Kept believed(Gate gate, Arrival request, String sentId) {
    Inbox.Incoming incoming = Identified.incoming(gate, request, sentId, inbox.encoded(request));
    Kept kept = keeping.keep(tx -> Inbox.put(tx, List.of(incoming)).getFirst());
    counts.kept(gate.name(), kept.repeated());
    return kept;
  }

  private Visit doubted(Visit visit, Doubt why) {
    Gate gate = visit.gate();
    String point = gate == null ? null : gate.name();
    byte[] payload = inbox.encoded(visit.request());
    boolean room =
        keeping.keep(
            tx ->
                Quarantine.put(tx, config.quarantine(), point, why, visit.request().at(), payload));
    counts.doubted(why);
    if (point != null) {
      LOG.warn("{}: a request is in quarantine: {}", point, why.words());
    }
    boolean ours = why == Doubt.NO_SECRET || (!room && gate != null);
    return visit
        .judged(new Doubted(why))
        .answered(ours ? Reply.LATER : gate == null ? Reply.UNKNOWN : Reply.UNBELIEVED);
  }

  /** Step {@code gateway.answer}: the code and body that this sender takes for success. */
  public Reply answer(Visit visit) {
    Reply reply = visit.reply();
    Gate gate = visit.gate();
    if (reply != null || gate == null) {
      return reply == null ? Reply.LATER : reply;
    }
    return Reply.of(gate.how().answer());
  }
}
