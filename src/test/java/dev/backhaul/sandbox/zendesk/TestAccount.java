package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.SteppedClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A small account with an administrator, an agent, a reader, a customer and a ticket. */
final class TestAccount implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final long ADMIN = 1;
  static final long AGENT = 2;
  static final long CUSTOMER = 10;
  static final long ACME = 100;
  static final long TICKET = 501;

  final SteppedClock clock = new SteppedClock();
  final ZendeskSandbox zendesk;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer. */
  record Reply(int status, JsonNode json, String text, HttpHeaders headers) {
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  TestAccount() throws IOException {
    this(ZendeskOptions.enterprise().unlimited());
  }

  TestAccount(ZendeskOptions options) throws IOException {
    zendesk = ZendeskSandbox.start(clock, 0, options);
    ZendeskState state = zendesk.state();
    state.putOrganization(json("{'id':100,'name':'Acme','external_id':'ORG-1'}"));
    state.putUser(json("{'id':1,'name':'Ada','email':'ada@desk.test','role':'admin'}"));
    state.putUser(json("{'id':2,'name':'Gus','email':'gus@desk.test','role':'agent'}"));
    state.putUser(
        json(
            "{'id':10,'name':'Cora','email':'cora@acme.test','external_id':'Cust-1',"
                + "'organization_id':100}"));
    state.putTicket(
        json(
            "{'id':501,'subject':'Printer','status':'open','requester_id':10,'assignee_id':2,"
                + "'organization_id':100,'external_id':'T-1','tags':['vip'],"
                + "'created_at':'2026-02-01T09:00:00Z','updated_at':'2026-02-03T09:00:00Z'}"),
        List.of(json("{'author_id':10,'body':'Broken','created_at':'2026-02-01T09:00:00Z'}")));
    zendesk.credentials("ada@desk.test", "admin-token", ADMIN, true);
    zendesk.credentials("gus@desk.test", "agent-token", AGENT, true);
    zendesk.credentials("gus@desk.test", "reader-token", AGENT, false);
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  Reply get(String path) throws Exception {
    return send("GET", path, "", basic("ada@desk.test", "admin-token"));
  }

  Reply put(String path, String body) throws Exception {
    return send("PUT", path, body, basic("ada@desk.test", "admin-token"));
  }

  Reply post(String path, String body) throws Exception {
    return send("POST", path, body, basic("ada@desk.test", "admin-token"));
  }

  Reply delete(String path) throws Exception {
    return send("DELETE", path, "", basic("ada@desk.test", "admin-token"));
  }

  static String basic(String email, String token) {
    byte[] pair = (email + "/token:" + token).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Sends a request; single quotes in the body stand for double ones. */
  Reply send(String method, String path, String body, String authorization, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(zendesk.uri() + "/api/v2" + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", authorization)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String text = answer.body();
    JsonNode json = text.startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
    return new Reply(answer.statusCode(), json, text, answer.headers());
  }

  /** Lets a job end, and gives its status. */
  JsonNode finished(Reply queued) throws Exception {
    if (queued.status() != 200) {
      throw new AssertionError("job refused: " + queued.status() + " " + queued.text());
    }
    clock.step(Duration.ofMinutes(1));
    return get("/job_statuses/" + queued.json().at("/job_status/id").asText())
        .json()
        .path("job_status");
  }

  ObjectNode ticket(long id) {
    return java.util.Objects.requireNonNull(
        zendesk.sandbox().look(() -> zendesk.state().ticket(id)));
  }

  List<ObjectNode> comments(long id) {
    return zendesk.sandbox().look(() -> zendesk.state().comments(id));
  }

  /** The values at a pointer of each row. */
  static List<String> texts(JsonNode rows, String pointer) {
    String[] all = new String[rows.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = rows.get(i).at(pointer).asText();
    }
    return Arrays.asList(all);
  }

  @Override
  public void close() {
    zendesk.close();
  }
}
