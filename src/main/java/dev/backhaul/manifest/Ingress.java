package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Example;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway takes one kind of webhook: the section {@code gateway} of {@code
 * config/integrations/<kind>.yaml}.
 *
 * @param token where the fixed token stands; scheme token only
 * @param header the signature's header in place of the scheme's own
 * @param tolerance how far a signed time may be off, both ways
 * @param answer what the sender gets once its event is kept
 * @param deliveryId what stays the same when the sender tries again; null: nothing does
 * @param orderKey what events that must keep their order share; null: all of one integration do
 * @param live for questions that need an answer at once; null for events
 */
@Doc(
    "How the gateway takes this kind of webhook: how its sender proves itself, what it is answered, what"
        + " tells a repeated delivery.")
public record Ingress(
    @Doc("How the sender proves that a request is its own.") SignatureScheme scheme,
    @Doc("Where the fixed token stands; with scheme token only.") @Nullable Pick token,
    @Doc("The signature's header, where it is not the scheme's usual one.")
        @Example("X-Convoy-Signature")
        @Nullable String header,
    @Doc("How far a signed time may be off, both ways. Older requests are taken for replayed ones.")
        @Default("5m")
        Duration tolerance,
    @Doc("What the sender gets once its event is kept.") @Default("{}") Reply answer,
    @Doc("What the sender asks to know that we are who we say.") @Default("none")
        Handshake handshake,
    @Doc(
            "What stays the same when the sender tries again. Left out: a signed time tells a copy from the"
                + " original; where none is signed, every request is an event of its own.")
        @Example("{jq: .id}")
        @Nullable Pick deliveryId,
    @Doc(
            "What events share that must be delivered in their order of arrival. Left out: all events of one"
                + " integration do.")
        @Example("{jq: .data.object.customer}")
        @Nullable Pick orderKey,
    @Doc("For questions that need an answer at once (calls, commands). Left out: events.")
        @Nullable Live live) {

  /** Refuses what does not belong together. */
  public Ingress {
    if ((scheme == SignatureScheme.TOKEN) != (token != null)) {
      throw new IllegalArgumentException(
          "token: is needed with scheme token, and with no other scheme");
    }
    if (header != null && !header.matches("[A-Za-z0-9-]{1,80}")) {
      throw new IllegalArgumentException("header: must be a header's name");
    }
    if (scheme == SignatureScheme.CONVOY && header == null) {
      throw new IllegalArgumentException("header: scheme convoy has no usual one; name it");
    }
    if (tolerance.isNegative() || tolerance.isZero()) {
      throw new IllegalArgumentException("tolerance: must be longer than nothing");
    }
  }

  /** What a sender must be shown before it sends, in answer to a request that is no event. */
  public enum Handshake {
    @Doc("Nothing.")
    NONE,
    @Doc("Slack: a POST of type url_verification; its challenge is echoed.")
    SLACK,
    @Doc("Microsoft Graph: validationToken in the query is echoed as text.")
    GRAPH,
    @Doc("RingCentral: the header Validation-Token is echoed.")
    RINGCENTRAL,
    @Doc("Okta: a GET with x-okta-verification-challenge; answered as JSON.")
    OKTA,
    @Doc("Mailchimp: a GET is answered with 200.")
    GET,
    @Doc("Google: a message with X-Goog-Resource-State sync is answered and not kept.")
    GOOGLE,
    @Doc("Twitter's form: crc_token in the query is answered with its HMAC.")
    CRC
  }

  /**
   * An answer.
   *
   * @param type media type of the body; no header if there is no body
   */
  @Doc("An answer.")
  public record Reply(
      @Doc("HTTP status, 200 to 299.") @Default("200") int status,
      @Doc("The whole body.") @Default("\"\"") String body,
      @Doc("The body's media type.") @Default("text/plain") String type) {

    /** Refuses answers that mean failure. */
    public Reply {
      if (status < 200 || status > 299) {
        throw new IllegalArgumentException("status: must be 200 to 299");
      }
      if (body.length() > 65_536) {
        throw new IllegalArgumentException("body: at most 65536 characters");
      }
      if (!type.matches("[a-z]+/[a-zA-Z0-9.+-]+(; ?charset=[a-zA-Z0-9-]+)?")) {
        throw new IllegalArgumentException("type: must be a media type such as text/xml");
      }
    }
  }

  /**
   * Questions that somebody waits for.
   *
   * @param within how long the owner may take, before the sender's own limit
   * @param otherwise the answer while nobody owns the question, or the owner gives none
   */
  @Doc("A question that somebody waits for: passed to the owner at once, never replayed by itself.")
  public record Live(
      @Doc("How long the owner may take; shorter than the sender's own limit.") @Default("2s")
          Duration within,
      @Doc("The answer while nobody owns the question, or the owner gives none.") Reply otherwise) {

    /** Refuses waits that no sender has patience for. */
    public Live {
      if (within.isNegative() || within.isZero() || within.compareTo(Duration.ofSeconds(30)) > 0) {
        throw new IllegalArgumentException("within: must be more than nothing and at most 30s");
      }
    }
  }
}
