package dev.backhaul.demo.servicedesk;

import dev.backhaul.demo.Chance;
import dev.backhaul.demo.Credentials;
import dev.backhaul.demo.Fault;
import dev.backhaul.demo.Oracle;
import dev.backhaul.demo.Scale;
import dev.backhaul.demo.Snapshot;
import dev.backhaul.demo.Story;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;

/**
 * The roles swapped: a company whose CRM, HubSpot, is the source, its failed migration to Zendesk,
 * and its weekend there. The same seed and scale give the same world.
 *
 * @param source the source at cutover
 * @param sourceEdits what people went on doing in the source since, in order of time
 * @param load what the migration did before cutover, in order of time
 * @param weekend what happened in the target since, in order of time
 * @param oracle what a perfect rollback leads to
 */
public record ServicedeskWorld(
    Crm source,
    List<SourceEdit> sourceEdits,
    List<TargetEvent> load,
    List<TargetEvent> weekend,
    Oracle oracle)
    implements Story {
  private static final long ADMIN = 9001;

  /** Makes a world. */
  public static ServicedeskWorld of(long seed, Scale scale) {
    Chance chance = new Chance(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    Crm source = new Founding(chance, scale).found();
    Target target = new Target();
    Links links = new Links();
    new AsRunLoad(source, target, links).run();
    List<TargetEvent> load = target.story();

    Scene scene = new Scene(chance, scale, source, target, links);
    Talk talk = new Talk(scene);
    new Mischief(scene, talk).run();
    NewWork born = new NewWork(scene, talk);
    born.run();
    new TicketQuestions(scene).run();
    new TicketEdits(scene).run();
    new PeopleEdits(scene).run();
    new Replies(scene, talk, born.customers()).run();

    List<TargetEvent> all = target.story();
    List<TargetEvent> weekend = List.copyOf(all.subList(load.size(), all.size()));
    return new ServicedeskWorld(
        source,
        List.copyOf(scene.sourceEdits),
        List.copyOf(load),
        weekend,
        oracle(scene, weekend));
  }

  private static Oracle oracle(Scene scene, List<TargetEvent> weekend) {
    Set<Long> touched = new HashSet<>();
    for (TargetEvent event : weekend) {
      if (event instanceof TargetEvent.Changed changed && changed.object().equals("ticket")) {
        touched.add(changed.id());
      }
    }
    int swapped = 0;
    int seen = 0;
    for (Crm.Row ticket : scene.source.tickets()) {
      if (ticket.is("hs_ticket_priority", "HIGH") || ticket.is("hs_ticket_priority", "URGENT")) {
        swapped++;
        boolean sound = !scene.ruined.contains(ticket.id());
        seen += sound && touched.contains(scene.twin("ticket", ticket)) ? 1 : 0;
      }
    }
    SortedMap<String, String> values = new TreeMap<>();
    values.put("high", "urgent");
    values.put("urgent", "high");
    return new Oracle(
        List.copyOf(scene.values),
        List.copyOf(scene.births),
        List.copyOf(scene.replies),
        Collections.unmodifiableSortedSet(scene.questions),
        new Fault("ticket", "priority", values, swapped),
        seen);
  }

  @Override
  public String migration() {
    return "servicedesk";
  }

  @Override
  public String telling() {
    return """
        Backhaul demo, roles swapped: support went live on Zendesk on Friday at 18:00. It is Monday, 09:00 UTC.
        HubSpot, the source, is healthy: everybody returns to it, with all that was done since.
          %,d companies, %,d contacts, %,d tickets were loaded into Zendesk by the migration;
          since then %,d things happened there: people, two integrations, triggers, a mass update, and the migration itself."""
        .formatted(
            source.companies().size(),
            source.contacts().size(),
            source.tickets().size(),
            weekend.size());
  }

  @Override
  public Sandbox source(InstantSource clock, Limits limits) {
    HubSpotSettings settings = HubSpotSettings.professional();
    HubSpotSettings chosen =
        limits == Limits.TRUE
            ? settings
            : settings.withLimits(1_000_000, 100_000_000, 1_000_000);
    Sandbox sandbox = HubSpotSandbox.sandbox(clock, chosen.withIndexDelay(Duration.ofSeconds(30)));
    HubSpotState state = state(sandbox);
    new HubSpotSeeding(state).seed(this);
    state.token(Credentials.HUBSPOT_TOKEN, "990900", HubSpotSandbox.SCOPES);
    return sandbox;
  }

  @Override
  public Sandbox target(InstantSource clock, Limits limits) {
    ZendeskOptions options = ZendeskOptions.enterprise();
    Sandbox sandbox =
        ZendeskSandbox.sandbox(clock, limits == Limits.TRUE ? options : options.unlimited());
    ZendeskState state = ZendeskSandbox.state(sandbox);
    new ZendeskSeeding(state).seed(this);
    state.credentials(Credentials.ZENDESK_USER, Credentials.ZENDESK_TOKEN, ADMIN, true);
    return sandbox;
  }

  @Override
  public Snapshot copy(Sandbox sandbox) {
    return new HubSpotCopy(state(sandbox)).snapshot();
  }

  private static HubSpotState state(Sandbox sandbox) {
    return ((HubSpotSandbox) sandbox.platform()).state();
  }
}
