package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;

/**
 * The invented company, its failed migration and its weekend. The same seed and scale give the same
 * world.
 *
 * @param source the source at cutover, which nobody has written to since
 * @param load what the migration did before cutover, in order of time
 * @param weekend what happened in the target since, in order of time
 * @param oracle what a perfect rollback leads to
 */
public record World(
    Helpdesk source, List<TargetEvent> load, List<TargetEvent> weekend, Oracle oracle)
    implements Story {
  private static final long API_USER = 9_001;

  /** Makes a world. */
  public static World of(long seed, Scale scale) {
    Chance chance = new Chance(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    Helpdesk source = new Founding(chance, scale).found();
    Target target = new Target();
    Links links = new Links();
    new AsRunLoad(source, target, links).run();
    List<TargetEvent> load = target.story();

    Scene scene = new Scene(chance, scale, source, target, links);
    Talk talk = new Talk(scene);
    new Mischief(scene).run();
    NewWork born = new NewWork(scene, talk);
    born.run();
    new TicketQuestions(scene).run();
    new TicketEdits(scene).run();
    new PeopleEdits(scene).run();
    new Replies(scene, talk, born.customers()).run();

    List<TargetEvent> all = target.story();
    List<TargetEvent> weekend = List.copyOf(all.subList(load.size(), all.size()));
    return new World(source, List.copyOf(load), weekend, oracle(scene, weekend));
  }

  @Override
  public String migration() {
    return "helpdesk";
  }

  @Override
  public String telling() {
    return """
        Backhaul demo: the helpdesk went live on HubSpot on Friday at 18:00. It is Monday, 09:00 UTC.
        Zendesk, the source, is healthy: everybody returns to it, with all that was done since.
          %,d organizations, %,d people, %,d tickets were loaded into HubSpot by the migration;
          since then %,d things happened there: people, two integrations, a mass update, and the migration itself."""
        .formatted(
            source.organizations().size(),
            source.users().size(),
            source.tickets().size(),
            weekend.size());
  }

  @Override
  public Sandbox source(InstantSource clock, Limits limits) {
    ZendeskOptions options = ZendeskOptions.enterprise();
    Sandbox sandbox =
        ZendeskSandbox.sandbox(clock, limits == Limits.TRUE ? options : options.unlimited());
    ZendeskState state = ZendeskSandbox.state(sandbox);
    seed(state);
    state.credentials(Credentials.ZENDESK_USER, Credentials.ZENDESK_TOKEN, API_USER, true);
    return sandbox;
  }

  @Override
  public Sandbox target(InstantSource clock, Limits limits) {
    HubSpotSettings settings = HubSpotSettings.professional();
    HubSpotSettings chosen =
        limits == Limits.TRUE ? settings : settings.withLimits(1_000_000, 100_000_000, 1_000_000);
    Sandbox sandbox = HubSpotSandbox.sandbox(clock, chosen.withIndexDelay(Duration.ofSeconds(30)));
    HubSpotState state = ((HubSpotSandbox) sandbox.platform()).state();
    seed(state);
    state.token(Credentials.HUBSPOT_TOKEN, "990900", HubSpotSandbox.SCOPES);
    return sandbox;
  }

  @Override
  public Snapshot copy(Sandbox sandbox) {
    return Snapshot.of(ZendeskSandbox.state(sandbox));
  }

  /** Puts the source as it stands at cutover into a sandbox; credentials are the caller's. */
  public void seed(ZendeskState state) {
    new ZendeskSeeding(state).seed(source);
  }

  /** Plays the load and the weekend into a sandbox; tokens are the caller's. */
  public void seed(HubSpotState state) {
    new HubSpotSeeding(state).seed(this);
  }

  private static Oracle oracle(Scene scene, List<TargetEvent> weekend) {
    Set<String> touched = new HashSet<>();
    for (TargetEvent event : weekend) {
      if (event instanceof TargetEvent.Changed changed && changed.object().equals("ticket")) {
        touched.add(changed.id());
      }
    }
    int swapped = 0;
    int seen = 0;
    for (ObjectNode ticket : scene.source.tickets()) {
      String priority = ticket.path("priority").asText();
      if (priority.equals("high") || priority.equals("urgent")) {
        swapped++;
        boolean sound = !scene.ruined.contains(Scene.id(ticket));
        seen += sound && touched.contains(scene.twin("ticket", ticket)) ? 1 : 0;
      }
    }
    SortedMap<String, String> values = new TreeMap<>();
    values.put("HIGH", "URGENT");
    values.put("URGENT", "HIGH");
    Fault fault = new Fault("ticket", "hs_ticket_priority", values, swapped);
    return new Oracle(
        List.copyOf(scene.values),
        List.copyOf(scene.births),
        List.copyOf(scene.replies),
        java.util.Collections.unmodifiableSortedSet(scene.questions),
        fault,
        seen);
  }
}
