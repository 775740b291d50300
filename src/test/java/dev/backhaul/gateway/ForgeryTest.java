package dev.backhaul.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.backhaul.gateway.Verdict.Believed;
import dev.backhaul.gateway.Verdict.Doubt;
import dev.backhaul.gateway.Verdict.Doubted;
import dev.backhaul.manifest.Ingress;
import dev.backhaul.manifest.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody without the secret, or with an old request, may try; scheme by scheme. */
class ForgeryTest {
  private static final Instant NOW = Instant.parse("2026-03-06T18:00:00Z");
  private static final String BODY = "{\"id\":\"evt_1\",\"amount\":7}";
  private static final String SIGNATURE = ".*(signature|hmac|authorization).*";

  /** A request that is believed, and by what. */
  record Case(Ingress how, Arrival request, String secret, Instant at) {
    boolean believed(Arrival other) {
      return verdict(other, List.of(secret), at) instanceof Believed;
    }

    Verdict verdict(Arrival other, List<String> secrets, Instant now) {
      return Signatures.verify(how, other, secrets, now);
    }

    Arrival with(UnaryOperator<Map<String, List<String>>> change) {
      return new Arrival(
          request.method(),
          request.url(),
          change.apply(new LinkedHashMap<>(request.headers())),
          request.body(),
          request.at());
    }

    Arrival body(byte[] other) {
      return new Arrival(request.method(), request.url(), request.headers(), other, request.at());
    }

    Arrival url(String other) {
      return new Arrival(request.method(), other, request.headers(), request.body(), request.at());
    }

    List<String> signing() {
      return request.headers().keySet().stream()
          .filter(name -> !name.equals("content-type") && !name.contains("version"))
          .toList();
    }

    @Override
    public String toString() {
      return how.scheme().name();
    }
  }

  static Stream<Case> all() {
    return Arrays.stream(SignatureScheme.values()).map(ForgeryTest::valid);
  }

  static Stream<Case> covering() {
    return all()
        .filter(
            each ->
                each.how().scheme() != SignatureScheme.TOKEN
                    && each.how().scheme() != SignatureScheme.MAILGUN);
  }

  static Stream<Case> timed() {
    return all().filter(each -> each.how().scheme().timed());
  }

  static Case valid(SignatureScheme scheme) {
    Ingress how = Vector.how(scheme, Duration.ofMinutes(5));
    if (scheme == SignatureScheme.TOKEN) {
      return new Case(how, request(Map.of("Authorization", "secret-1234")), "secret-1234", NOW);
    }
    if (!scheme.signable()) {
      Vector vector =
          Vector.all().stream()
              .filter(each -> each.scheme() == scheme && each.valid())
              .findFirst()
              .orElseThrow();
      return new Case(how, vector.request(), vector.secret(), vector.at());
    }
    String secret =
        Signatures.code(scheme) == Code.HMAC_DECODED
            ? "whsec_"
                + Base64.getEncoder()
                    .encodeToString("0123456789abcdef".getBytes(StandardCharsets.UTF_8))
            : "secret-1234";
    Arrival request =
        scheme == SignatureScheme.TWILIO ? form("Digits=1&From=%2B1555") : request(Map.of());
    Map<String, String> headers = Signing.headers(scheme, secret, "msg_1", request);
    return new Case(how, with(request, headers), secret, NOW);
  }

  private static Arrival form(String body) {
    return new Arrival(
        "POST",
        "https://hooks.example.com/h/x?a=1&b=2",
        Map.of("Content-Type", List.of("application/x-www-form-urlencoded")),
        body.getBytes(StandardCharsets.UTF_8),
        NOW);
  }

  private static Arrival request(Map<String, String> headers) {
    Arrival bare =
        new Arrival(
            "POST",
            "https://hooks.example.com/h/x?a=1&b=2",
            Map.of("Content-Type", List.of("application/json")),
            BODY.getBytes(StandardCharsets.UTF_8),
            NOW);
    return with(bare, headers);
  }

  private static Arrival with(Arrival request, Map<String, String> headers) {
    Map<String, List<String>> all = new LinkedHashMap<>(request.headers());
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    return new Arrival(request.method(), request.url(), all, request.body(), request.at());
  }

  private static UnaryOperator<Map<String, List<String>>> set(String name, String... values) {
    return headers -> {
      headers.put(name, List.of(values));
      return headers;
    };
  }

  @ParameterizedTest
  @MethodSource("all")
  void theTrueOneIsBelievedHoweverItsHeadersAreSpelled(Case each) {
    assertThat(each.believed(each.request())).isTrue();
    Map<String, List<String>> loud = new LinkedHashMap<>();
    each.request()
        .headers()
        .forEach((name, values) -> loud.put(name.toUpperCase(Locale.ROOT), values));
    assertThat(each.believed(each.with(headers -> loud))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void withoutAnyOneOfItsHeadersOrWithOneOfThemTwiceItIsNot(Case each) {
    for (String name : each.signing()) {
      assertThat(
              each.believed(
                  each.with(
                      headers -> {
                        headers.remove(name);
                        return headers;
                      })))
          .as(name)
          .isFalse();
      String value = Objects.requireNonNull(each.request().header(name));
      assertThat(each.believed(each.with(set(name, value, value)))).as(name).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("covering")
  void withOneByteOfTheBodyChangedOrOneSpaceMoreItIsNot(Case each) {
    byte[] changed = each.request().body().clone();
    changed[changed.length / 2] ^= 1;
    assertThat(each.believed(each.body(changed))).isFalse();
    byte[] longer = Arrays.copyOf(each.request().body(), each.request().body().length + 1);
    longer[longer.length - 1] = ' ';
    assertThat(each.believed(each.body(longer))).isFalse();
    assertThat(each.believed(each.body(new byte[0]))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("timed")
  void aSecondBeyondTheToleranceEitherWayItIsNot(Case each) {
    Duration most = each.how().tolerance();
    for (Duration off : List.of(most, most.negated())) {
      assertThat(each.verdict(each.request(), List.of(each.secret()), each.at().plus(off)))
          .isInstanceOf(Believed.class);
    }
    for (Duration off : List.of(most.plusSeconds(1), most.negated().minusSeconds(1))) {
      assertThat(each.verdict(each.request(), List.of(each.secret()), each.at().plus(off)))
          .isEqualTo(new Doubted(Doubt.OUT_OF_TIME));
    }
  }

  @ParameterizedTest
  @MethodSource("timed")
  void withATimeThatIsNoTimeItIsNotWhoeverSignsIt(Case each) {
    for (String time :
        List.of(
            "Infinity", "NaN", "-1", "1e9", "0x10", "", " ", "9".repeat(40), "1772820000.5", "٣")) {
      for (String name : each.signing()) {
        if (name.contains("timestamp")) {
          assertThat(each.believed(each.with(set(name, time)))).as(time).isFalse();
        }
      }
    }
    for (String header :
        List.of("t=x,v1=00", "t=Infinity,v1=00", "t=1,t=2,v1=00", "v1=00", "t=1")) {
      each.signing().stream()
          .filter(name -> name.matches(SIGNATURE))
          .forEach(name -> assertThat(each.believed(each.with(set(name, header)))).isFalse());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void withASignatureThatIsNoneItIsNot(Case each) {
    for (String name : each.signing()) {
      if (!name.matches(SIGNATURE) || name.contains("timestamp")) {
        continue;
      }
      String right = Objects.requireNonNull(each.request().header(name));
      List<String> wrong =
          new ArrayList<>(
              List.of(
                  "",
                  ",",
                  "=",
                  "v1,",
                  "v1=",
                  "v0=",
                  "sha256=",
                  "v9,AAAA",
                  "sha1=00",
                  "x".repeat(5_000)));
      wrong.add(right.substring(0, right.length() - 6));
      wrong.add(right.replaceFirst("^[a-z0-9]+[=,]", "v7="));
      wrong.add("v1,x ".repeat(100) + right);
      for (String each1 : wrong) {
        if (!each1.equals(right)) {
          assertThat(each.believed(each.with(set(name, each1)))).as(each1).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void withAnotherRoutesSecretOrAnEmptyOneItIsNot(Case each) {
    List<String> others = new ArrayList<>(List.of("another route's", "whsec_", "whpk_", ""));
    others.add(Base64.getEncoder().encodeToString("another".getBytes(StandardCharsets.UTF_8)));
    assertThat(each.verdict(each.request(), others, each.at())).isInstanceOf(Doubted.class);
    List<String> rotating = new ArrayList<>(others);
    rotating.add(each.secret());
    assertThat(each.verdict(each.request(), rotating, each.at())).isInstanceOf(Believed.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"STANDARD", "STRIPE", "OUTPOST"})
  void thePrefixWhsecIsReadAsItsSchemeReadsItAndNotOtherwise(SignatureScheme scheme) {
    String secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZg==";
    Arrival request = request(Map.of());
    Arrival signed = with(request, Signing.headers(scheme, secret, "msg_1", request));
    boolean decoded = scheme == SignatureScheme.STANDARD;
    Ingress how = Vector.how(scheme, Duration.ofMinutes(5));
    assertThat(Signatures.verify(how, signed, List.of(secret), NOW)).isInstanceOf(Believed.class);
    // Without the prefix: the same key where it is decoded, another where it is part of the key.
    Verdict bare = Signatures.verify(how, signed, List.of(secret.substring(6)), NOW);
    assertThat(bare instanceof Believed).isEqualTo(decoded);
    Verdict unpadded = Signatures.verify(how, signed, List.of(secret.replace("=", "")), NOW);
    assertThat(unpadded instanceof Believed).isEqualTo(decoded);
  }

  @Test
  void aSecretThatCannotBeOneIsRefusedBeforeItIsUsed() {
    for (String wrong : List.of("whsec_", "", "whsec_%%%")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Code.HMAC_DECODED.check(wrong));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Code.HMAC_TEXT.check(""));
    assertThatIllegalArgumentException().isThrownBy(() -> Code.ED25519.check("whpk_AAAA"));
    assertThatIllegalArgumentException().isThrownBy(() -> Code.ECDSA.check("AAAA"));
  }

  @Test
  void partsOfATimedListMayStandInAnyOrderAndOneGoodSignatureIsEnough() {
    Case stripe = valid(SignatureScheme.STRIPE);
    String right = Objects.requireNonNull(stripe.request().header("stripe-signature"));
    String time = right.split(",")[0];
    String good = right.split(",")[1];
    String bad = "v1=" + "0".repeat(64);
    for (String header :
        List.of(good + "," + time, bad + "," + time + "," + good, time + "," + good + ",v0=1")) {
      assertThat(stripe.believed(stripe.with(set("stripe-signature", header)))).isTrue();
    }
    assertThat(stripe.believed(stripe.with(set("stripe-signature", time + "," + bad + "," + bad))))
        .isFalse();
    // A signature of digits only is no time.
    assertThat(stripe.believed(stripe.with(set("stripe-signature", "v1=" + time.substring(2)))))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"TWILIO", "HUBSPOT_V2", "HUBSPOT_V3"})
  void whatSignsItsUrlIsNotBelievedAtAnother(SignatureScheme scheme) {
    Case each = valid(scheme);
    for (String other :
        List.of(
            "https://other.example.com/h/x?a=1&b=2",
            "http://hooks.example.com/h/x?a=1&b=2",
            "https://hooks.example.com:8443/h/x?a=1&b=2",
            "https://hooks.example.com/h/x?b=2&a=1",
            "https://hooks.example.com/h/x?a=1",
            "https://hooks.example.com/h/y?a=1&b=2")) {
      assertThat(each.believed(each.url(other))).as(other).isFalse();
    }
  }

  @Test
  void aTwilioBodyThatNothingCoversIsNotBelieved() {
    Case form = valid(SignatureScheme.TWILIO);
    Arrival empty = new Arrival("POST", form.request().url(), Map.of(), new byte[0], NOW);
    Arrival signed = with(empty, Signing.headers(SignatureScheme.TWILIO, form.secret(), "", empty));
    assertThat(form.believed(signed)).isTrue();
    Arrival smuggled =
        new Arrival(
            "POST", signed.url(), signed.headers(), BODY.getBytes(StandardCharsets.UTF_8), NOW);
    assertThat(form.believed(smuggled)).isFalse();
  }

  @Test
  void aTokenInTheBodyMustBeRightEverywhere() {
    Ingress graph =
        new Ingress(
            SignatureScheme.TOKEN,
            new dev.backhaul.manifest.Pick(
                null, dev.backhaul.manifest.Jq.of(".value[].clientState")),
            null,
            Duration.ofMinutes(5),
            new Ingress.Reply(202, "", "text/plain"),
            Ingress.Handshake.GRAPH,
            null,
            null,
            null);
    for (Map.Entry<String, Boolean> each :
        Map.of(
                "{\"value\":[{\"clientState\":\"s\"},{\"clientState\":\"s\"}]}", true,
                "{\"value\":[{\"clientState\":\"s\"},{\"clientState\":\"x\"}]}", false,
                "{\"value\":[]}", false,
                "{\"value\":[{\"clientState\":7}]}", false,
                "not json", false)
            .entrySet()) {
      Arrival request =
          new Arrival("POST", "", Map.of(), each.getKey().getBytes(StandardCharsets.UTF_8), NOW);
      assertThat(Signatures.verify(graph, request, List.of("s"), NOW) instanceof Believed)
          .as(each.getKey())
          .isEqualTo(each.getValue());
    }
  }

  /**
   * Seed 20260306: whatever comes, somebody without the secret is not believed and nothing breaks.
   */
  @ParameterizedTest
  @MethodSource("all")
  void noiseIsNeitherBelievedNorBreaksAnything(Case each) {
    Random random = new Random(20_260_306);
    String alphabet = "v1=,t.: \"\\%{}[]\u0000\u00e9\ud83d;boundary--\r\n0123456789abcdefWHSEC_+/=";
    for (int i = 0; i < 400; i++) {
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      Map<String, List<String>> headers = new LinkedHashMap<>(each.request().headers());
      for (String name : each.signing()) {
        headers.put(name, List.of(noise(random, alphabet)));
      }
      headers.put(
          "content-type",
          List.of(
              List.of(
                      "application/x-www-form-urlencoded",
                      "multipart/form-data; boundary=" + noise(random, alphabet),
                      "application/json")
                  .get(random.nextInt(3))));
      String url = "https://h/" + noise(random, alphabet) + "?" + noise(random, alphabet);
      Arrival request = new Arrival("POST", url, headers, body, NOW);
      assertThat(each.believed(request)).isFalse();
      Form.of(request);
      for (Ingress.Handshake kind : Ingress.Handshake.values()) {
        Handshakes.of(kind, request, List.of("secret"));
      }
      assertThat(Arrival.of(request.json()).body()).isEqualTo(body);
    }
  }

  private static String noise(Random random, String alphabet) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      out.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return out.toString();
  }
}
