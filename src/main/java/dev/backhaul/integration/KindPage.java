package dev.backhaul.integration;

import dev.backhaul.manifest.Evidence;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.IntegrationVerify;
import dev.backhaul.manifest.Reconcile;
import dev.backhaul.manifest.SwitchVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes {@code docs/reference/integration-kinds.md} from the kinds' files themselves. */
public final class KindPage {
  private static final Path PAGE = Path.of("docs", "reference", "integration-kinds.md");
  private static final Path KINDS = Path.of("config", "integrations");

  private KindPage() {}

  /** Arguments: the project's folder; default is this one. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length == 0 ? "." : args[0]);
    Files.writeString(page(root), text(root));
  }

  /** Where the page stands. */
  static Path page(Path root) {
    return root.resolve(PAGE);
  }

  /** The page as it should be. */
  static String text(Path root) throws IOException {
    List<IntegrationKind> kinds = kinds(root);
    StringBuilder out =
        new StringBuilder(
            """
            # Kinds of integrations

            Generated from `config/integrations/*.yaml`. What the columns mean:

            - *class*: `toggle` has a flag of its own; `url-only` is paused by pointing it to the ingress; `recreate`
              can only be deleted and made anew; `manual` is done by people, with a checklist.
            - *pause*, *repoint*: who says that the request does it. `vendor` runs; `third-party` and `unconfirmed` run
              only where `allow:` of `integrations.yaml` names them; for a `manual` kind `vendor` too. A dash: no request.
              *loses* marks a pause whose events never arrive later.
            - *believed by*: what proves a change: a separate `read`, a `delivery` that has arrived at the ingress, both,
              or `people`.
            - *drain*: how long the old address must go on answering after a repoint.
            - *taken by the gateway*: the signature scheme; a dash: the gateway does not take its deliveries.

            A request that runs is proven against a sandbox of the provider by its own file (`KindsTest`,
            `ProviderQuirksTest`) where there is one, else by worked examples in the file; in either case the read-back
            decides, not the answer.

            | kind | what it is | class | direction | pause | repoint | believed by | drain | taken by the gateway |
            |---|---|---|---|---|---|---|---|---|
            """);
    kinds.forEach(kind -> out.append(row(kind)));
    out.append("\n## Sources, and how lost events are found\n\n");
    kinds.forEach(kind -> out.append(section(kind)));
    return out.toString();
  }

  private static List<IntegrationKind> kinds(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(KINDS))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(IntegrationKind::read)
          .toList();
    }
  }

  private static String row(IntegrationKind kind) {
    return "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            kind.kind(),
            kind.title(),
            word(kind.switchClass()),
            word(kind.direction()),
            verb(kind.pause()),
            verb(kind.repoint()),
            believed(kind),
            time(kind.drain()),
            kind.gateway() == null ? "-" : "`" + word(kind.gateway().scheme()) + "`");
  }

  private static String verb(@Nullable SwitchVerb verb) {
    if (verb == null) {
      return "-";
    }
    return word(verb.evidence()) + (verb.losesEvents() ? ", loses" : "");
  }

  private static String believed(IntegrationKind kind) {
    IntegrationVerify verify = kind.verify();
    if (verify == null) {
      return "people";
    }
    boolean read = kind.capture() != null && kind.capture().request() != null;
    if (verify.probe() == null) {
      return "read";
    }
    return read ? "read and delivery" : "delivery";
  }

  private static String section(IntegrationKind kind) {
    StringBuilder out = new StringBuilder("- `" + kind.kind() + "`: ");
    TreeSet<String> sources = new TreeSet<>();
    for (IntegrationKind.Name name : IntegrationKind.Name.values()) {
      kind.verb(name)
          .ifPresent(
              verb ->
                  sources.add(
                      "<"
                          + verb.source()
                          + ">"
                          + (verb.evidence() == Evidence.VENDOR
                              ? ""
                              : " (" + word(name) + " " + word(verb.evidence()) + ")")));
    }
    out.append(
        sources.isEmpty() ? "no request; see the notes in its file" : String.join(", ", sources));
    Reconcile reconcile = kind.reconcile();
    if (reconcile != null) {
      out.append(". Lost events: ");
      out.append(reconcile.list() == null ? reconcile.by() : "listed by request");
    }
    return out.append(
            kind.checklist().isEmpty() ? "" : ". Steps for people: " + kind.checklist().size())
        .append(".\n")
        .toString();
  }

  private static String time(@Nullable Duration drain) {
    if (drain == null) {
      return "-";
    }
    return drain.toHours() > 0 && drain.toMinutesPart() == 0
        ? drain.toHours() + " h"
        : drain.toMinutes() + " min";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
