package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import dev.backhaul.manifest.FileRef;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.HttpCall.Freight;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files against a scripted transport: hostile addresses, names and sizes. */
class BlobsTest {
  private static final Manifest HUBSPOT = Manifests.read(Path.of("config/platforms/hubspot.yaml"));
  private static final Manifest ZENDESK = Manifests.read(Path.of("config/platforms/zendesk.yaml"));

  private final StillTime time = new StillTime();
  private final Deque<Outcome> script = new ArrayDeque<>();
  private final List<HttpCall> sent = new ArrayList<>();
  private final Account hubspot = account(HUBSPOT, "https://api.hubapi.com");
  private final Account zendesk = account(ZENDESK, "https://acme.zendesk.com");

  private Account account(Manifest manifest, String url) {
    Classifier classifier = new Classifier(manifest, time);
    return Accounts.over(
        new SaasSystem(
            Role.TARGET, manifest, URI.create(url), Credentials.of(name -> name), Map.of()),
        call -> {
          sent.add(call);
          return classifier.classify(call, script.remove());
        },
        time);
  }

  private void answer(int status, String body, String... headers) {
    Map<String, String> map = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
    script.add(new Outcome.Answered(status, map, body.getBytes(StandardCharsets.UTF_8)));
  }

  private void signed(String name, String extension, String url, long size) {
    answer(
        200,
        Json.text(
            Json.object()
                .put("name", name)
                .put("extension", extension)
                .put("url", url)
                .put("size", size)));
  }

  private static Failure failure(Throwable thrown) {
    return ((PlatformException) thrown).failure();
  }

  @Test
  void aFileOnAnotherHostIsFetchedAbroadAndComesWithItsNameAndType() {
    signed("photo", "png", "https://cdn2.hubspot.net/hubfs/1/photo.png?Signature=a%2Bb", 3);
    answer(200, "abc", "content-type", "image/png; charset=binary");

    Blob file = hubspot.open("note", "77");

    assertThat(file.name()).isEqualTo("photo.png");
    assertThat(file.type()).isEqualTo("image/png");
    assertThat(file.content()).asString(StandardCharsets.UTF_8).isEqualTo("abc");
    assertThat(sent.getFirst().path()).isEqualTo("/files/v3/files/77/signed-url");
    assertThat(sent.getLast().freight()).isEqualTo(new Freight.Abroad("https://cdn2.hubspot.net"));
    assertThat(sent.getLast().path()).isEqualTo("/hubfs/1/photo.png?Signature=a%2Bb");
    assertThat(sent.getLast()).asString().doesNotContain("Signature").doesNotContain("photo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test/f",
        "https://cdn2.hubspot.net.evil.test/f",
        "https://cdn2.hubspot.net@evil.test/f",
        "https://me:pw@cdn2.hubspot.net/f",
        "http://cdn2.hubspot.net/f",
        "https://127.0.0.1/f",
        "http://localhost:8080/f",
        "file:///etc/passwd",
        "//evil.test/f",
        "mailto:a@b.test",
        "not a url"
      })
  void anAddressThatTheManifestDoesNotAllowIsNeverAskedFor(String url) {
    signed("f", "txt", url, 1);

    assertThatThrownBy(() -> hubspot.open("note", "7"))
        .satisfies(thrown -> assertThat(failure(thrown)).isInstanceOf(Failure.Fatal.class));
    assertThat(sent).hasSize(1);
  }

  @Test
  void aFileThatSaysItIsTooLargeIsNotFetched() {
    signed("film", "mp4", "https://cdn2.hubspot.net/f", 70_000_000);

    assertThatThrownBy(() -> hubspot.open("note", "7"))
        .hasMessageContaining("70000000 bytes")
        .satisfies(thrown -> assertThat(failure(thrown)).isInstanceOf(Failure.Rejected.class));
    assertThat(sent).hasSize(1);
  }

  @Test
  void anAnswerBeyondTheBoundIsNotAskedForAgain() {
    signed("film", "mp4", "https://cdn2.hubspot.net/f", 1);
    script.add(new Outcome.TooLong("an answer longer than 67108864 bytes"));

    assertThatThrownBy(() -> hubspot.open("note", "7"))
        .satisfies(thrown -> assertThat(failure(thrown)).isInstanceOf(Failure.Fatal.class));
    assertThat(sent).hasSize(2);
  }

  @Test
  void anAddressThatHasExpiredIsAFileNotFoundAndNoFaultOfOurCredentials() {
    signed("f", "txt", "https://cdn2.hubspot.net/f", 1);
    answer(401, "{}");

    assertThatThrownBy(() -> hubspot.open("note", "7"))
        .satisfies(thrown -> assertThat(failure(thrown)).isInstanceOf(Failure.NotFound.class));
  }

  private void attachment(String url) {
    answer(
        200,
        "{\"attachment\":{\"content_url\":\"" + url + "\",\"file_name\":\"a.txt\",\"size\":3}}");
  }

  @Test
  void theAccountsOwnHostMaySendUsOnOnceToAHostOfItsFiles() {
    attachment("https://acme.zendesk.com/attachments/token/x/?name=a.txt");
    answer(302, "", "location", "https://p12.zdusercontent.com/attachment/1?token=t");
    answer(200, "abc");

    Blob file = zendesk.open("comment", "7");

    assertThat(file.content()).asString(StandardCharsets.UTF_8).isEqualTo("abc");
    assertThat(sent.getLast().freight())
        .isEqualTo(new Freight.Abroad("https://p12.zdusercontent.com"));
  }

  @Test
  void theAccountsOwnHostSendsUsNeitherToAStrangerNorRoundInCircles() {
    attachment("https://acme.zendesk.com/attachments/token/x/");
    answer(302, "", "location", "https://evil.test/f");
    assertThatThrownBy(() -> zendesk.open("comment", "7")).hasMessageContaining("evil.test");

    attachment("https://acme.zendesk.com/attachments/token/x/");
    answer(302, "", "location", "/attachments/token/x/");
    answer(302, "", "location", "/attachments/token/x/");
    assertThatThrownBy(() -> zendesk.open("comment", "7")).hasMessageContaining("no file");
    assertThat(sent).hasSize(5);
  }

  @Test
  void aRedirectOfAFileIsRefused() {
    signed("f", "txt", "https://cdn2.hubspot.net/f", 1);
    answer(302, "", "location", "https://evil.test/");

    assertThatThrownBy(() -> hubspot.open("note", "7")).hasMessageContaining("HTTP 302");
    assertThat(sent).hasSize(2);
  }

  @Test
  void whateverIsInAFileItIsNeverReadAsAnAnswer() {
    signed("export", "json", "https://api.hubapi.com/f", 1);
    answer(200, "{\"status\":\"error\",\"message\":\"in the file\"}");

    assertThat(hubspot.open("note", "7").content())
        .asString(StandardCharsets.UTF_8)
        .contains("in the file");
    assertThat(sent.getLast().freight()).isEqualTo(new Freight.In());
  }

  @Test
  void aNameLosesItsPathAndControlCharactersAndABadTypeIsForgotten() {
    signed("..\\..\\a/b\nc", "txt", "https://cdn2.hubspot.net/f", 1);
    answer(200, "x", "content-type", "text/html\r\nX-Evil: 1");
    signed("", "", "https://cdn2.hubspot.net/f", 1);
    answer(200, "x");

    Blob file = hubspot.open("note", "7");

    assertThat(file.name()).isEqualTo("bc.txt");
    assertThat(file.type()).isEqualTo("application/octet-stream");
    assertThat(hubspot.open("note", "7").name()).isEqualTo("file-7");
  }

  @Test
  void anUploadSendsTheBytesUnderTheirNameAndARepeatedOneDoesNoHarm() {
    script.add(new Outcome.Lost("reset"));
    answer(201, "{\"upload\":{\"token\":\"t1\"}}");

    String token = zendesk.upload("a b&c.txt", "text/plain", "hi".getBytes(StandardCharsets.UTF_8));

    assertThat(token).isEqualTo("t1");
    assertThat(sent).hasSize(2);
    assertThat(sent.getLast().path()).isEqualTo("/api/v2/uploads?filename=a%20b%26c.txt");
    assertThat(sent.getLast().freight())
        .isInstanceOfSatisfying(
            Freight.Out.class, out -> assertThat(out.type()).isEqualTo("text/plain"));
  }

  @Test
  void aFileThatThePlatformWouldRefuseForItsSizeIsNotSent() {
    assertThatThrownBy(() -> zendesk.upload("big.bin", "application/zip", new byte[52_428_801]))
        .satisfies(thrown -> assertThat(failure(thrown)).isInstanceOf(Failure.Rejected.class));
    assertThat(sent).isEmpty();
  }

  @Test
  void aPlatformThatTakesNoFilesSaysSo() {
    assertThatThrownBy(() -> hubspot.upload("a.txt", "text/plain", new byte[0]))
        .hasMessageContaining("upload a file");
  }

  @Test
  void theManifestTellsWhereTheFilesOfARecordAre() {
    assertThat(
            hubspot.files(
                "note", Json.parseObject("{\"properties\":{\"hs_attachment_ids\":\"7;8\"}}")))
        .containsExactly(new FileRef("7", null), new FileRef("8", null));
    assertThat(
            hubspot.files(
                "email", Json.parseObject("{\"properties\":{\"hs_attachment_ids\":null}}")))
        .isEmpty();
    assertThat(
            hubspot.files(
                "note", Json.parseObject("{\"properties\":{\"hs_attachment_ids\":\"\"}}")))
        .isEmpty();
    assertThat(
            hubspot.files(
                "message",
                Json.parseObject(
                    "{\"attachments\":[{\"type\":\"FILE\",\"fileId\":\"9\",\"name\":\"n.pdf\"}]}")))
        .containsExactly(new FileRef("9", "n.pdf"));
    assertThat(hubspot.files("ticket", Json.object())).isEmpty();
  }
}
