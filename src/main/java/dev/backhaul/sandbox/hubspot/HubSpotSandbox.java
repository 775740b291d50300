package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.LimitRule;
import dev.backhaul.sandbox.LimitRule.Keys;
import dev.backhaul.sandbox.LimitRule.Scope;
import dev.backhaul.sandbox.Limits;
import dev.backhaul.sandbox.Platform;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.http.PathPattern;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import dev.backhaul.sandbox.http.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One HubSpot account: CRM objects with history, search, associations, conversations, files and
 * workflows, behind private-app tokens and the limits of a paid account. Facts: HubSpot's developer
 * pages (CRM objects and search v3, associations v4, usage guidelines, error handling).
 */
public final class HubSpotSandbox implements Platform {
  static final String BURST = "ten_secondly_rolling";
  static final String DAILY = "daily";
  static final String SEARCH = "secondly";

  /** Clients report refusals from about 16,200 characters on; the border is not documented. */
  private static final int MAX_QUERY = 16_200;

  /** All scopes that some path asks for. */
  public static final List<String> SCOPES =
      List.of(
          "crm.objects.contacts.write",
          "crm.objects.companies.write",
          "crm.objects.deals.write",
          "crm.objects.owners.read",
          "crm.schemas.contacts.write",
          "crm.schemas.companies.write",
          "crm.schemas.deals.write",
          "tickets",
          "files",
          "conversations.read",
          "automation");

  private static final Pattern DATED =
      Pattern.compile("/crm/(objects|associations)/\\d{4}-\\d{2}/(.*)");
  private static final Pattern LINKS = Pattern.compile("[^/]+/[^/]+/associations/.*");
  private static final PathPattern DOWNLOADS = PathPattern.of(FilesApi.DOWNLOADS);

  /** Answers a call whose caller is known. */
  @FunctionalInterface
  interface Endpoint {
    Response answer(Call call);
  }

  private final HubSpotState state;
  private final HubSpotSettings settings;
  private final Router router = new Router();
  private final FilesApi files;
  private long correlations;

  /** An account on the parts of a sandbox; its limits are added to those given. */
  public HubSpotSandbox(
      HubSpotState state, HubSpotSettings settings, Ledger ledger, Limits limits) {
    this.state = state;
    this.settings = settings;
    this.files = new FilesApi(state);
    new ObjectsApi(state, ledger).routes(this);
    new BatchApi(state, ledger).routes(this);
    new SearchApi(state, settings).routes(this);
    new AssociationsApi(state, settings, ledger).routes(this);
    new SettingsApi(state, settings, ledger, limits).routes(this);
    new ConversationsApi(state).routes(this);
    new FlowsApi(state, ledger).routes(this);
    files.routes(this);
    limits(limits);
  }

  /** An empty account in a sandbox of its own. */
  public static Sandbox sandbox(InstantSource clock, HubSpotSettings settings) {
    return sandbox(clock, settings, new HubSpotState());
  }

  /** An account with the given state in a sandbox of its own. */
  public static Sandbox sandbox(InstantSource clock, HubSpotSettings settings, HubSpotState state) {
    return new Sandbox(
        clock, (timeline, ledger, limits) -> new HubSpotSandbox(state, settings, ledger, limits));
  }

  /** A Professional account with one private app, 990500, whose token may do everything. */
  public static Sandbox withPrivateApp(InstantSource clock) {
    HubSpotState state = new HubSpotState();
    state.token("pat-sandbox", "990500", SCOPES);
    return sandbox(clock, HubSpotSettings.professional(), state);
  }

  /** What the account holds. */
  public HubSpotState state() {
    return state;
  }

  private void limits(Limits limits) {
    Keys search = LimitRule.on("POST", "/crm/v3/objects/*/search", Scope.ACCOUNT);
    Keys downloads = LimitRule.on("*", "/_files/**", Scope.ACCOUNT);
    Keys all = LimitRule.on("*", "/**", Scope.ACCOUNT).unless(downloads);
    Keys burst = LimitRule.on("*", "/**", Scope.PRINCIPAL).unless(downloads).unless(search);
    limits.put(LimitRule.sliding(BURST, burst, settings.burst(), Duration.ofSeconds(10)));
    limits.put(LimitRule.daily(DAILY, all, settings.daily(), settings.zone()));
    limits.put(LimitRule.sliding(SEARCH, search, settings.searches(), Duration.ofSeconds(1)));
  }

  HubSpotSandbox on(String method, String pattern, Endpoint endpoint) {
    router.on(
        method,
        pattern,
        (request, places) -> {
          Directory.Token app = token(request);
          if (app == null) {
            throw unauthorized("INVALID_AUTHENTICATION");
          }
          return endpoint.answer(new Call(request, places, app));
        });
    return this;
  }

  @Override
  public String name() {
    return "hubspot";
  }

  /** Dated paths mean the same as the numbered ones: {@code /crm/objects/2026-03/contacts}. */
  @Override
  public Request normal(Request request) {
    var dated = DATED.matcher(request.path());
    if (!dated.matches()) {
      return request;
    }
    String rest = dated.group(2);
    boolean links = dated.group(1).equals("associations") || LINKS.matcher(rest).matches();
    String path = "/crm/" + (links ? "v4/" : "v3/") + dated.group(1) + "/" + rest;
    return new Request(
        request.method(), path, request.query(), request.headers(), request.body(), request.at());
  }

  @Override
  public String principal(Request request) {
    Directory.Token app = token(request);
    return app == null ? "" : app.appId();
  }

  @Override
  public @Nullable Response authenticate(Request request) {
    if (DOWNLOADS.matches(request.path())) {
      return null;
    }
    Directory.Token app = token(request);
    if (app == null) {
      return answer(unauthorized("INVALID_AUTHENTICATION"));
    }
    return app.expired() ? answer(unauthorized("EXPIRED_AUTHENTICATION")) : null;
  }

  @Override
  public Response handle(Request request) {
    synchronized (state) {
      try {
        if (queryLength(request) > MAX_QUERY) {
          throw new Refusal(414, "URI_TOO_LONG", "The URI is too long; use a batch read");
        }
        Map<String, String> places =
            request.method().equals("GET") ? DOWNLOADS.match(request.path()) : null;
        Response answer = places == null ? router.route(request) : files.download(request, places);
        return answer == null
            ? answer(new Refusal(404, "OBJECT_NOT_FOUND", "No such resource"))
            : answer;
      } catch (Refusal refusal) {
        return answer(refusal);
      }
    }
  }

  private static int queryLength(Request request) {
    int length = 0;
    for (Map.Entry<String, List<String>> param : request.query().entrySet()) {
      for (String value : param.getValue()) {
        length += param.getKey().length() + value.length() + 2;
      }
    }
    return length;
  }

  @Override
  public Response throttled(Request request, Limits.Standing refusedBy) {
    return throttled(refusedBy.rule().name());
  }

  private Response throttled(String limit) {
    ObjectNode json = Wire.object().put("status", "error");
    json.put("message", "You have reached your " + limit + " limit.");
    json.put("errorType", "RATE_LIMIT").put("correlationId", correlation());
    json.put("policyName", limit.toUpperCase(Locale.ROOT)).put("requestId", correlation());
    return Wire.answer(429, json);
  }

  @Override
  public Response failure(int status, Request request) {
    return switch (status) {
      case 401 -> answer(unauthorized("EXPIRED_AUTHENTICATION"));
      case 423 -> answer(new Refusal(423, "LOCKED", "The resource is locked, try again later"));
      case 429 -> throttled(BURST);
      case 477 -> {
        Response moving = answer(new Refusal(477, "MIGRATION_IN_PROGRESS", "Account is moving"));
        Map<String, String> headers = new HashMap<>(moving.headers());
        headers.put("Retry-After", "30");
        yield new Response(477, headers, moving.body());
      }
      default -> answer(new Refusal(status, "INTERNAL_ERROR", "There was a problem"));
    };
  }

  /** Search and downloads tell no limits. */
  @Override
  public Map<String, String> limitHeaders(Request request, List<Limits.Standing> standings) {
    Map<String, String> headers = new HashMap<>();
    if (standings.stream().noneMatch(standing -> standing.rule().name().equals(BURST))) {
      return headers;
    }
    for (Limits.Standing standing : standings) {
      String limit = Long.toString(standing.limit());
      String remaining = Long.toString(standing.remaining());
      if (standing.rule().name().equals(BURST)) {
        headers.put("X-HubSpot-RateLimit-Max", limit);
        headers.put("X-HubSpot-RateLimit-Remaining", remaining);
        headers.put(
            "X-HubSpot-RateLimit-Interval-Milliseconds",
            Long.toString(standing.rule().window().toMillis()));
      } else {
        headers.put("X-HubSpot-RateLimit-Daily", limit);
        headers.put("X-HubSpot-RateLimit-Daily-Remaining", remaining);
      }
    }
    return headers;
  }

  @Override
  public JsonNode snapshot() {
    synchronized (state) {
      return Snapshot.of(state);
    }
  }

  @Override
  public void restore(JsonNode snapshot) {
    synchronized (state) {
      Snapshot.into(snapshot, state);
    }
  }

  private Directory.@Nullable Token token(Request request) {
    String header = request.headers().getOrDefault("authorization", "");
    return header.startsWith("Bearer ")
        ? state.directory().tokens.get(header.substring("Bearer ".length()).strip())
        : null;
  }

  private static Refusal unauthorized(String category) {
    String message =
        category.startsWith("EXPIRED")
            ? "The OAuth token used to make this call expired."
            : "Authentication credentials not found. This API supports OAuth 2.0 authentication.";
    return new Refusal(401, category, message);
  }

  private Response answer(Refusal refusal) {
    ObjectNode json = refusal.json().put("correlationId", correlation());
    return Wire.answer(refusal.status(), json);
  }

  private String correlation() {
    return new UUID(settings.portalId(), ++correlations).toString();
  }
}
