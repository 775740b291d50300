package dev.backhaul.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.mapping.Mapping;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.Manifests;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AttachmentTest {
  private static final Manifest HUBSPOT = Manifests.read(Path.of("config/platforms/hubspot.yaml"));
  private static final Manifest ZENDESK = Manifests.read(Path.of("config/platforms/zendesk.yaml"));
  private static final Instant AT = Instant.parse("2026-03-07T10:00:00Z");
  private final Flow flow =
      new Flow(
          "note",
          "comment",
          Mapping.load(Path.of("config/migrations/helpdesk/mappings/note.yaml")),
          "ticket",
          "associations.ticket.0.id",
          List.of());

  private Verdict decided(String files, String sourceObject, Map<String, String> answers) {
    ObjectNode fields = Json.object();
    fields.putObject("properties").put("hs_attachment_ids", files);
    StagedRecord note =
        new StagedRecord(
            "note", "55", Change.Kind.CHANGED, "v1", null, AT, AT, null, "ticket:1", fields);
    Draft draft = new Draft(flow, note, new Draft.Rules(answers, false));
    Attachment.add(draft, note, HUBSPOT.object("note"), ZENDESK.object(sourceObject));
    return draft.done(
        Decision.Kind.APPEND,
        null,
        "hubspot:note:55",
        "ticket:1",
        null,
        AT,
        Decision.UndoClass.NONE);
  }

  @Test
  void aNotesFilesAreReferredToWhereTheCommentListsItsUploads() {
    Decision decision = decided("7;8", "comment", Map.of()).decision();

    assertThat(decision.set())
        .isEqualTo(
            Json.parseObject(
                "{\"uploads\":[{\"$blob\":\"7\",\"object\":\"note\"},{\"$blob\":\"8\",\"object\":\"note\"}]}"));
    assertThat(decision.set().path("uploads"))
        .extracting(Attachment::of)
        .containsExactly(new Attachment("7", "note"), new Attachment("8", "note"));
    assertThat(decision.state()).isEqualTo(Decision.State.READY);
  }

  @Test
  void anApprovalCoversWhichFilesComeHome() {
    String one = decided("7", "comment", Map.of()).decision().fingerprint();

    assertThat(decided("7", "comment", Map.of()).decision().fingerprint()).isEqualTo(one);
    assertThat(decided("8", "comment", Map.of()).decision().fingerprint()).isNotEqualTo(one);
    assertThat(decided("", "comment", Map.of()).decision().fingerprint()).isNotEqualTo(one);
  }

  @Test
  void aRecordWithoutFilesSetsNone() {
    assertThat(decided("", "comment", Map.of()).decision().set()).isEmpty();
  }

  @Test
  void filesThatTheSourceCannotTakeAreAQuestionAndHoldTheRecord() {
    Verdict verdict = decided("7", "organization", Map.of());

    assertThat(verdict.decision().state()).isEqualTo(Decision.State.HELD);
    Question question = verdict.questions().getFirst();
    assertThat(question.code()).isEqualTo("ATTACHMENT_NO_HOME");
    assertThat(decided("7", "organization", Map.of(question.group(), "without")).decision().state())
        .isEqualTo(Decision.State.READY);
  }
}
