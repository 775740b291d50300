package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Key;
import dev.backhaul.yaml.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives the changes of some writers a class. Rules are tried in order and the first that matches
 * wins; a change that none matches is a question.
 *
 * @param match whose changes
 * @param writerClass their class
 * @param at where the rule stands
 */
@Doc("Gives the changes of some writers a class. The first rule that matches wins.")
public record WriterRule(
    @Doc("Whose changes: all parts that are given must hold. An empty block matches everybody.")
        @Example("{app: \"25\"}")
        Match match,
    @Doc("What these writers are.") @Key("class") WriterClass writerClass,
    Place at) {

  /**
   * What must hold of a change; parts that are null hold always.
   *
   * @param user the platform's user id
   * @param app the app or integration id
   * @param sourceType the platform's word for the channel
   * @param importId the import that wrote it
   * @param until changes made at or after this instant do not match
   */
  @Doc("What must hold of a change.")
  public record Match(
      @Doc("The platform's user id.") @Example("\"9001\"") @Nullable String user,
      @Doc("The id of the app or integration.") @Example("\"25\"") @Nullable String app,
      @Doc("The platform's own word for the channel.") @Example("INTEGRATION")
          @Nullable String sourceType,
      @Doc("The id of the import that wrote it.") @Example("\"77\"") @Nullable String importId,
      @Doc("Only changes made before this instant (UTC).") @Example("\"2026-03-06T18:00:00Z\"")
          @Nullable Instant until) {

    /** Whether a change fits; the writer's parts are null where the platform does not say. */
    public boolean fits(
        @Nullable String user,
        @Nullable String app,
        @Nullable String sourceType,
        @Nullable String importId,
        Instant when) {
      return fits(this.user, user)
          && fits(this.app, app)
          && fits(this.sourceType, sourceType)
          && fits(this.importId, importId)
          && (until == null || when.isBefore(until));
    }

    /** Whether every change that fits {@code other} also fits this. */
    boolean covers(Match other) {
      return fits(user, other.user)
          && fits(app, other.app)
          && fits(sourceType, other.sourceType)
          && fits(importId, other.importId)
          && (until == null || (other.until != null && !other.until.isAfter(until)));
    }

    private static boolean fits(@Nullable String wanted, @Nullable String found) {
      return wanted == null || wanted.equals(found);
    }
  }
}
