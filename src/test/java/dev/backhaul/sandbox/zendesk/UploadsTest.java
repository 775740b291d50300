package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UploadsTest {
  private TestAccount account;

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount();
  }

  @AfterEach
  void close() {
    account.close();
  }

  private JsonNode upload(String query, String content) throws Exception {
    var reply =
        account.send(
            "POST",
            "/uploads.json?" + query,
            content,
            TestAccount.basic("ada@desk.test", "admin-token"),
            "Content-Type",
            "text/plain");
    assertThat(reply.status()).isEqualTo(201);
    return reply.json().path("upload");
  }

  @Test
  void anUploadIsAttachedToACommentByItsTokenOnce() throws Exception {
    String token = upload("filename=log.txt", "first").path("token").asText();
    assertThat(upload("filename=b.txt&token=" + token, "second").path("attachments")).hasSize(2);
    String comment = "{'ticket':{'comment':{'body':'see','uploads':['" + token + "']}}}";
    assertThat(account.put("/tickets/501", comment).status()).isEqualTo(200);
    assertThat(account.put("/tickets/501", comment).status()).isEqualTo(422);
    JsonNode attachments =
        account.get("/tickets/501/comments").json().at("/comments/1/attachments");
    assertThat(TestAccount.texts(attachments, "/file_name")).containsExactly("log.txt", "b.txt");
    HttpResponse<String> content =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(attachments.at("/0/content_url").asText()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(content.body()).isEqualTo("first");
  }

  @Test
  void aTokenDiesAfterThreeDays() throws Exception {
    String token = upload("filename=log.txt", "first").path("token").asText();
    account.clock.step(Duration.ofDays(4));
    String comment = "{'ticket':{'comment':{'body':'see','uploads':['" + token + "']}}}";
    assertThat(account.put("/tickets/501", comment).status()).isEqualTo(422);
  }

  @Test
  void anUploadNeedsAName() throws Exception {
    assertThat(account.post("/uploads", "x").status()).isEqualTo(422);
  }
}
