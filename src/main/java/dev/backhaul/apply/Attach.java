package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Journal;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Attachment;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Blob;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens in the target the files that decisions refer to, uploads them to the source, and puts the
 * upload's token in the place of each. Comes before the intent is written, so that the journal says
 * exactly what is sent; a try that goes no further leaves an upload that expires unused.
 */
public final class Attach {
  /** In a set: the names of the files that travel with it, for the read-back. Never sent. */
  static final String FILES = "$files";

  private final Store store;
  private final Journal journal;
  private final Account source;
  private final Account target;
  private final Decisions decisions;
  private final Asking asking;
  private final Brake brake;
  private final Patience patience;

  Attach(Applier.Ground ground, Brake brake, Patience patience) {
    this.store = ground.store();
    this.journal = ground.journal();
    this.source = ground.account();
    this.target = ground.target();
    this.decisions = ground.decisions();
    this.asking = ground.asking();
    this.brake = brake;
    this.patience = patience;
  }

  private sealed interface Upload {}

  private record Done(String token, String name) implements Upload {}

  private record Missing(Failure failure) implements Upload {}

  /**
   * The same decisions with their files uploaded. One whose file cannot be had is not among them:
   * it waits, with a question, rather than going home without.
   *
   * @throws StoppedException if a platform does not answer
   */
  public Gate.Admitted attach(Gate.Admitted admitted) {
    List<Decision> out = new ArrayList<>();
    for (Decision decision : admitted.decisions()) {
      Decision attached = attached(decision);
      if (attached != null) {
        out.add(attached);
      }
    }
    return new Gate.Admitted(List.copyOf(out), admitted.authority());
  }

  private @Nullable Decision attached(Decision decision) {
    if (!refers(decision.set()) && decision.children().stream().noneMatch(Attach::refers)) {
      return decision;
    }
    ObjectNode set = uploaded(decision, decision.set());
    List<ObjectNode> children = new ArrayList<>();
    for (ObjectNode child : decision.children()) {
      ObjectNode done = set == null ? null : uploaded(decision, child);
      if (done == null) {
        return null;
      }
      children.add(done);
    }
    return set == null ? null : decision.with(set, List.copyOf(children));
  }

  private static boolean refers(ObjectNode values) {
    for (JsonNode value : values) {
      if (value.isArray() && !value.isEmpty() && Attachment.of(value.get(0)) != null) {
        return true;
      }
    }
    return false;
  }

  /** The values with a token for each file; null if the decision has to wait. */
  private @Nullable ObjectNode uploaded(Decision decision, ObjectNode values) {
    ObjectNode out = values.deepCopy();
    for (var field : values.properties()) {
      if (!(field.getValue() instanceof ArrayNode list)
          || list.isEmpty()
          || Attachment.of(list.get(0)) == null) {
        continue;
      }
      ArrayNode tokens = out.putArray(field.getKey());
      ArrayNode names = out.withArray(FILES);
      for (JsonNode element : list) {
        Attachment attachment = Attachment.of(element);
        if (attachment == null) {
          tokens.add(element);
          continue;
        }
        switch (patience.read(() -> upload(attachment))) {
          case Done done -> {
            tokens.add(done.token());
            names.add(done.name());
          }
          case Missing missing -> {
            if (!goesWithout(decision, attachment, missing.failure())) {
              return null;
            }
          }
        }
      }
      if (tokens.isEmpty()) {
        out.remove(field.getKey());
      }
    }
    return out;
  }

  private Upload upload(Attachment attachment) {
    try {
      Blob file = target.open(attachment.object(), attachment.file());
      return new Done(source.upload(file.name(), file.type(), file.content()), file.name());
    } catch (PlatformException e) {
      return switch (e.failure()) {
        case Failure.NotFound f -> new Missing(f);
        case Failure.Rejected f -> new Missing(f);
        case Failure.Conflict f -> new Missing(f);
        case Failure.Fatal f -> new Missing(f);
        // An outage or wrong credentials say nothing about the file.
        default -> throw e;
      };
    }
  }

  /** Whether a person said that it may go home without this file; asks if nobody did. */
  private boolean goesWithout(Decision decision, Attachment attachment, Failure failure) {
    Question question = Asked.attachmentMissing(decision, attachment, failure);
    String answer = store.read(handle -> asking.answer(handle, question).orElse(""));
    if (answer.equals(Asked.WITHOUT)) {
      return true;
    }
    // The next plan decides again: the file may be back by then, or the question answered.
    Decision.State next =
        answer.equals(Asked.LEAVE) ? Decision.State.REFUSED : Decision.State.STALE;
    journal.commit(
        CrashPoint.Step.FAILED,
        tx -> {
          decisions.became(tx, decision.id(), next);
          asking.ask(tx, question);
          return true;
        });
    brake.asked();
    return false;
  }

  /** The names of the files in a set, taken out of it; an empty list if it has none. */
  static ArrayNode takeNames(ObjectNode set) {
    return set.remove(FILES) instanceof ArrayNode names ? names : Json.mapper().createArrayNode();
  }
}
