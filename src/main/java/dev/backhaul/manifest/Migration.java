package dev.backhaul.manifest;

import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Place;
import dev.backhaul.yaml.Problem;
import dev.backhaul.yaml.Share;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rollback: {@code config/migrations/<name>/migration.yaml}.
 *
 * @param migration its name; part of file names and ids
 * @param cutover the instant go-live began; a second cutover is a new migration
 * @param systems the two systems
 * @param objects what was migrated
 * @param writers classes of writers, first match wins
 * @param joinKey how many bad join keys are bearable
 * @param holdFlagged whether a record with open questions waits as a whole
 * @param owners people to call
 * @param waves how many root records the first waves hold; the last wave is all the rest
 * @param brakes when a wave stops by itself
 * @param settle how long a change may take to become visible; null for the manifest's own value
 * @param windows ends of the window's bands, counted from cutover
 * @param standing what the service may apply without asking again, or null
 * @param at where it stands
 */
@Doc(
    "One rollback: who the two systems are, what was migrated between them, and when. Owned by the"
        + " incident's lead; the facts about platforms stand in config/platforms.")
public record Migration(
    @Doc("Its name: lower-case letters, digits and dashes.") @Example("helpdesk") String migration,
    @Doc("The instant (UTC) go-live began. It never changes; a second cutover is a new migration.")
        @Example("\"2026-03-06T18:00:00Z\"")
        Instant cutover,
    @Doc("The two systems.") Systems systems,
    @Doc("What was migrated, parents before children or not: the order does not matter.")
        List<MigratedObject> objects,
    @Doc(
            "Classes of writers. The first rule that matches wins; a change that none matches becomes a"
                + " question.")
        @Default("[]")
        List<WriterRule> writers,
    @Doc("How many bad join keys are bearable.") @Default("{}") JoinKey joinKey,
    @Doc(
            "Whether a record with open questions waits as a whole, instead of being applied without"
                + " the fields in question.")
        @Default("false")
        boolean holdFlagged,
    @Doc("People to call.") @Default("{}") Owners owners,
    @Doc("How many root records the first waves hold; the last wave is all the rest.")
        @Default("[1, 10, 100]")
        List<Integer> waves,
    @Doc("When a wave stops by itself.") @Default("{}") Brakes brakes,
    @Doc(
            "How long a change may take to become visible in the target's change feed, where it is longer"
                + " than the platform's manifest says.")
        @Example("2m")
        @Nullable Duration settle,
    @Doc("Ends of the window's bands, counted from cutover.") @Default("[24h, 72h, 168h]")
        List<Duration> windows,
    @Doc("What the service may apply without asking again. Left out: nothing.")
        @Nullable StandingApproval standing,
    Place at) {

  /** Copies its lists and refuses what contradicts itself. */
  public Migration {
    objects = List.copyOf(objects);
    writers = List.copyOf(writers);
    waves = List.copyOf(waves);
    windows = List.copyOf(windows);
    if (!migration.matches("[a-z][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "migration: must be lower-case letters, digits and dashes, beginning with a letter");
    }
    MigrationRules.requireConsistent(objects, standing);
    MigrationRules.requireRising("waves", waves.stream().map(Long::valueOf).toList());
    MigrationRules.requireRising("windows", windows.stream().map(Duration::toMillis).toList());
  }

  /**
   * Reads a file.
   *
   * @throws dev.backhaul.yaml.YamlException with every problem of the file
   */
  public static Migration read(Path file, Environment environment) {
    return Binder.bind(YamlFile.read(file), Migration.class, environment);
  }

  /** What stands in the way at this instant, though the file is well-formed. */
  public List<Problem> problems(Instant now) {
    return cutover.isAfter(now)
        ? List.of(
            Problem.at(
                at,
                "cutover " + cutover + " is in the future (it is " + now + ")",
                "a rollback begins after go-live; correct the instant, or wait"))
        : List.of();
  }

  /** What is probably a mistake, though it harms nothing. */
  public List<Problem> warnings() {
    return MigrationRules.unreachable(writers);
  }

  /** The object of this name in the target, if it was migrated. */
  public Optional<MigratedObject> object(String target) {
    return objects.stream().filter(object -> object.target().equals(target)).findFirst();
  }

  /**
   * The class of whoever made a change; empty if no rule matches, which is a question. Parts are
   * null where the platform does not say.
   */
  public Optional<WriterClass> classOf(
      @Nullable String user,
      @Nullable String app,
      @Nullable String sourceType,
      @Nullable String importId,
      Instant when) {
    return writers.stream()
        .filter(rule -> rule.match().fits(user, app, sourceType, importId, when))
        .map(WriterRule::writerClass)
        .findFirst();
  }

  /**
   * The two systems.
   *
   * @param source where people came from and return to
   * @param target the failed new system
   */
  @Doc("The two systems.")
  public record Systems(
      @Doc("The system people came from and return to.") SystemConfig source,
      @Doc("The failed new system.") SystemConfig target) {}

  /**
   * How many bad join keys are bearable.
   *
   * @param maxBad share of an object's records whose key may be missing, doubled or edited
   */
  @Doc("How many bad join keys are bearable.")
  public record JoinKey(
      @Doc(
              "Share of an object's records whose join key may be missing, doubled or edited; above it the"
                  + " object is refused. Bad records are always questions.")
          @Default("0.1%")
          Share maxBad) {}

  /**
   * People to call.
   *
   * @param incident who leads, or null
   * @param source who owns the source, or null
   * @param target who owns the target, or null
   */
  @Doc("People to call.")
  public record Owners(
      @Doc("Who leads the incident.") @Example("Ada Lovelace, +1 555 0100")
          @Nullable String incident,
      @Doc("Who owns the source.") @Example("helpdesk team") @Nullable String source,
      @Doc("Who owns the target.") @Example("CRM team") @Nullable String target) {}
}
