package dev.backhaul.cli;

import dev.backhaul.json.Json;
import dev.backhaul.manifest.StandingApproval;
import dev.backhaul.plan.Flow;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Standing;
import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says yes: to a plan, an undo, later plans, a cause of noise, or what cannot be undone. */
@Command(
    name = "approve",
    description =
        "Approve the newest plan (or what an option names). Takes a second person with the role approver.")
final class Approve implements Callable<Integer> {
  private final Session session;

  @ArgGroup What what = new What();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "<text>",
      description = "Why; it stands in the audit trail.")
  String reason = "";

  /** What is approved: one thing at a time. */
  static final class What {
    @Option(
        names = "--plan",
        paramLabel = "<hash>",
        description = "This plan, or this preview of an undo.")
    @Nullable String plan;

    @Option(
        names = "--standing",
        paramLabel = "<name|file>",
        description =
            "Later plans that fit: migration.yaml's standing approval by name, or a file with one.")
    @Nullable String standing;

    @Option(
        names = "--consent",
        description = "Also the newest plan's writes that cannot be undone.")
    boolean consent;

    @Option(
        names = "--waive",
        paramLabel = "<cause>",
        description = "Answer for a cause of noise that cannot be proven silent.")
    @Nullable String waive;

    @Option(names = "--revoke", paramLabel = "<id>", description = "Take an approval back.")
    @Nullable String revoke;
  }

  Approve(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Actor actor = session.actor("approve");
    try (Books books = session.books()) {
      String revoked = what.revoke;
      if (revoked != null) {
        books.approvals().revoke(revoked, actor, reason);
        session.report(
            Json.object().put("revoked", revoked), () -> "Taken back: " + revoked + "\n");
        return ExitCode.OK.code();
      }
      Approvals.Approval approval = give(books, actor);
      session.report(
          Json.object()
              .put("id", approval.id())
              .put("kind", approval.kind().name())
              .put("subject", approval.subject())
              .put("by", approval.actor()),
          () ->
              "Approved by "
                  + approval.actor()
                  + ": "
                  + approval.kind().name().toLowerCase(Locale.ROOT)
                  + " "
                  + approval.subject()
                  + "\nTake it back with: backhaul approve --revoke "
                  + approval.id()
                  + " --reason ...\n");
      return ExitCode.OK.code();
    }
  }

  private Approvals.Approval give(Books books, Actor actor) {
    String cause = what.waive;
    if (cause != null) {
      return books.approvals().waive(cause, actor, reason);
    }
    String standing = what.standing;
    if (standing != null) {
      return books
          .approvals()
          .approveStanding(standing(books, standing), "migration.yaml", actor, reason);
    }
    String hash = what.plan == null ? newest(books) : what.plan;
    if (what.consent) {
      return books.approvals().consent(hash, actor, reason);
    }
    return books.approve(hash, actor, reason);
  }

  private static String newest(Books books) {
    return books
        .lastPlan()
        .map(plan -> books.decisions().planHash())
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.FAILED, "there is no plan to approve\nmake one: backhaul plan"));
  }

  private static Standing standing(Books books, String named) {
    StandingApproval configured = books.configuration().migration().standing();
    if (configured != null && configured.name().equals(named)) {
      return standing(books, configured);
    }
    Path file = Path.of(named);
    if (Files.isRegularFile(file)) {
      return standing(books, Binder.bind(YamlFile.read(file), StandingApproval.class));
    }
    throw new CommandException(
        ExitCode.INVALID,
        "no standing approval '"
            + named
            + "': neither in migration.yaml nor a file"
            + (configured == null ? "" : "\nmigration.yaml has '" + configured.name() + "'"));
  }

  private static Standing standing(Books books, StandingApproval text) {
    Set<String> objects =
        books.configuration().flows().stream()
            .filter(flow -> text.objects().contains(flow.targetObject()))
            .map(Flow::sourceObject)
            .collect(Collectors.toSet());
    Set<String> kinds = text.kinds().stream().map(Enum::name).collect(Collectors.toSet());
    return new Standing(text.name(), objects, kinds, text.mostPerHour(), text.expires());
  }
}
