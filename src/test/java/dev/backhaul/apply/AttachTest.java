package dev.backhaul.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Attachment;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import dev.backhaul.platform.Blob;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AttachTest {
  @TempDir Path folder;
  private final SteppedTime time = new SteppedTime();
  private final FakePlatform platform = new FakePlatform(time);

  @BeforeEach
  void world() {
    platform.put("ticket", "s1", Json.object().put("status", "open"));
    platform.blobs.put("note:7", new Blob("photo.png", "image/png", new byte[] {1}));
    platform.blobs.put("note:8", new Blob("log.txt", "text/plain", new byte[] {2}));
  }

  private House house() {
    House house = House.open(folder, platform, time);
    house.link("t-ticket", "t1", "ticket", "s1");
    return house;
  }

  private static Decision comment(String id, String body, String... files) {
    ObjectNode set = Json.object().put("body", body);
    var uploads = set.putArray("uploads");
    for (String file : files) {
      uploads.add(new Attachment(file, "note").json());
    }
    return House.append(id, "t-ticket:t1", body).with(set, List.of());
  }

  private List<ObjectNode> comments() {
    return platform.all("comment");
  }

  @Test
  void a_comment_comes_home_with_its_files() {
    try (House house = house().planned(comment("d1", "See files", "7", "8"))) {
      Report report = house.apply();
      assertThat(report.complete()).isTrue();
      assertThat(comments()).hasSize(1);
      assertThat(comments().get(0).path("files"))
          .extracting(name -> name.asText())
          .containsExactly("photo.png", "log.txt");
      assertThat(comments().get(0).has("$files")).isFalse();
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
      assertThat(platform.uploads).isEmpty();
    }
  }

  @Test
  void an_upload_whose_write_is_lost_is_repeated_but_the_comment_stands_once() {
    int[] calls = {0};
    platform.faults =
        (object, writes) ->
            ++calls[0] == 1
                ? FakePlatform.Fault.LOST_BEFORE
                : calls[0] == 2 ? FakePlatform.Fault.LOST_AFTER : FakePlatform.Fault.NONE;
    try (House house = house().planned(comment("d1", "See file", "7"))) {
      house.apply();
      assertThat(comments()).hasSize(1);
      assertThat(comments().get(0).path("files"))
          .extracting(name -> name.asText())
          .containsExactly("photo.png");
      assertThat(platform.uploads).as("left to expire").hasSize(1);
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void a_process_that_dies_after_an_upload_uploads_again_and_writes_the_comment_once() {
    boolean[] dead = {false};
    platform.watch =
        where -> {
          if (where.equals("uploaded") && !dead[0]) {
            dead[0] = true;
            throw new IllegalStateException("killed");
          }
        };
    try (House first = house().planned(comment("d1", "See file", "7"))) {
      assertThatThrownBy(first::apply).hasMessageContaining("killed");
    }
    try (House second = House.open(folder, platform, time)) {
      second.apply();
      assertThat(comments()).hasSize(1);
      assertThat(comments().get(0).path("files")).hasSize(1);
      assertThat(second.state("d1")).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void a_comment_waits_with_a_question_rather_than_go_home_without_its_file() {
    try (House house =
        house()
            .planned(
                comment("d1", "See files", "7", "404"),
                House.append("d2", "t-ticket:t1", "Plain"))) {
      house.apply();
      assertThat(comments())
          .extracting(fields -> fields.path("body").asText())
          .containsExactly("Plain");
      assertThat(house.state("d1")).isEqualTo(Decision.State.STALE);
      assertThat(house.questions.asked)
          .singleElement()
          .satisfies(
              question -> {
                assertThat(question.code()).isEqualTo(Asked.ATTACHMENT_MISSING);
                assertThat(question.object()).isEqualTo("note");
                assertThat(question.decision()).isEqualTo("d1");
                assertThat(question.choices())
                    .extracting(choice -> choice.name())
                    .containsExactly("without", "leave");
              });
    }
  }

  @Test
  void a_person_may_let_it_go_home_without_the_file_that_is_gone() {
    Decision comment = comment("d1", "See files", "7", "404");
    try (House house = house().planned(comment)) {
      house.apply();
      house.questions.answers.put(house.questions.asked.get(0).group(), "without");
      DecisionRows.save(house.store, house.decisions, List.of(comment));
      house.apply();
      assertThat(comments()).hasSize(1);
      assertThat(comments().get(0).path("files"))
          .extracting(name -> name.asText())
          .containsExactly("photo.png");
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void a_person_may_leave_the_comment_where_it_is() {
    Decision comment = comment("d1", "See file", "404");
    try (House house = house().planned(comment)) {
      house.apply();
      house.questions.answers.put(house.questions.asked.get(0).group(), "leave");
      DecisionRows.save(house.store, house.decisions, List.of(comment));
      house.apply();
      assertThat(comments()).isEmpty();
      assertThat(house.state("d1")).isEqualTo(Decision.State.REFUSED);
    }
  }

  @Test
  void a_comment_that_lost_its_file_on_the_way_is_not_believed() {
    platform.losesFiles = true;
    try (House house = house().planned(comment("d1", "See file", "7"))) {
      house.apply();
      assertThat(house.questions.asked)
          .extracting(question -> question.code())
          .containsExactly(Asked.READ_BACK_DIFFERS);
      assertThat(comments()).as("never sent again").hasSize(1);
    }
  }

  @Test
  void the_comments_of_an_imported_ticket_bring_their_files_too() {
    ObjectNode child = Json.object().put("$child", "note:55").put("body", "x");
    child.putArray("uploads").add(new Attachment("7", "note").json());
    Decision ticket =
        House.create(
            "d1", "ticket", Json.object().put("subject", "New"), Decision.UndoClass.COMPENSATED);
    try (House house = house()) {
      Gate.Admitted admitted =
          house
              .applier
              .steps()
              .attach()
              .attach(new Gate.Admitted(List.of(ticket.with(ticket.set(), List.of(child))), "h"));
      ObjectNode wanted = Wanted.of(admitted.decisions().get(0), java.util.Map.of(), null);
      String token = platform.uploads.keySet().iterator().next();
      assertThat(wanted.path("children")).hasSize(1);
      assertThat(wanted.path("children").get(0))
          .isEqualTo(Json.parseObject("{\"body\":\"x\",\"uploads\":[\"" + token + "\"]}"));
    }
  }
}
