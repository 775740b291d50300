package dev.backhaul.rollback;

import dev.backhaul.apply.Asking;
import dev.backhaul.plan.Answers;
import dev.backhaul.plan.Question;
import dev.backhaul.plan.Questions;
import dev.backhaul.time.Time;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The questions that applying asks stand in the same queue as those of planning. */
final class Asks implements Asking {
  private final Questions questions;
  private final Answers answers;
  private final Time time;

  Asks(Questions questions, Answers answers, Time time) {
    this.questions = questions;
    this.answers = answers;
    this.time = time;
  }

  @Override
  public void ask(Handle tx, Question question) {
    questions.ask(tx, question, time.instant(), Questions.APPLYING);
  }

  @Override
  public Optional<String> answer(Handle handle, Question question) {
    return answers.find(handle, question);
  }
}
